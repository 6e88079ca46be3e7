package dev.giftwarden.bench.gift;

import static dev.giftwarden.bench.report.Numbers.milliseconds;
import static dev.giftwarden.bench.report.Numbers.whole;

import dev.giftwarden.bench.Measurement;
import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.load.Processes;
import dev.giftwarden.bench.report.Numbers;
import dev.giftwarden.bench.report.Table;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Many who send at once, from one budget, from ten and from a hundred: who sends from the same one
/// waits for the commit of whoever came before.
public final class BudgetsMeasurement implements Measurement {
  private static final int SENDERS = 32;
  private static final List<Integer> BUDGETS = List.of(1, 10, 100);
  private static final String JSON = "application/json";

  @Override
  public void run(Setting setting) {
    BenchHouse house = setting.house();
    List<String> budgets = budgets(house);
    int seconds = setting.brief() ? 5 : 20;
    List<Caller> callers =
        IntStream.range(0, SENDERS).mapToObj(_ -> house.partner(Service.GIFT)).toList();
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      Table table =
          new Table("32 senders", "gifts a second", "half within", "99 % within", "CPU a gift");
      setting.out().println("warming …");
      var _ = round(new Sends(house, callers, budgets), senders, 2 * seconds);
      for (int many : BUDGETS) {
        setting.out().printf("%d of 100 budgets …%n", many);
        double cpu = Processes.cpuSeconds(house.pid(Service.GIFT));
        var sends = new Sends(house, callers, budgets.subList(0, many));
        double[] milliseconds = round(sends, senders, seconds);
        cpu = (Processes.cpuSeconds(house.pid(Service.GIFT)) - cpu) * 1000 / milliseconds.length;
        report(setting, table, many, milliseconds, seconds, cpu);
      }
      table.print(setting.out());
    } finally {
      callers.forEach(Caller::close);
    }
  }

  private static void report(
      Setting setting, Table table, int many, double[] milliseconds, int seconds, double cpu) {
    double perSecond = (double) milliseconds.length / seconds;
    double median = Numbers.median(milliseconds);
    double most = Numbers.percentile(0.99, milliseconds);
    table.row(
        many + (many == 1 ? " budget" : " budgets"),
        whole(perSecond),
        milliseconds(median),
        milliseconds(most),
        milliseconds(cpu));
    String name = "budgets_" + many;
    setting.figures().put(name + "_per_second", perSecond);
    setting.figures().put(name + "_p50_ms", median);
    setting.figures().put(name + "_p99_ms", most);
    setting.figures().put(name + "_cpu_ms", cpu);
  }

  /// @param callers each with a connection of its own
  private record Sends(BenchHouse house, List<Caller> callers, List<String> budgets) {

    /// How long each gift of one sender took, in milliseconds.
    private List<Double> by(int sender, Map<String, String> token, long end) throws IOException {
      List<Double> took = new ArrayList<>();
      String order = GiftMeasurement.order(budgets.get(sender % budgets.size()));
      for (long begun = System.nanoTime(); begun < end; begun = System.nanoTime()) {
        var answer = callers.get(sender).post(gifts(house), token, JSON, order);
        var _ = BenchHouse.expect(201, answer);
        took.add((System.nanoTime() - begun) / 1e6);
      }
      return took;
    }
  }

  private static double[] round(Sends sends, ExecutorService senders, int seconds) {
    Map<String, String> token = token(sends.house());
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Callable<List<Double>>> each =
        IntStream.range(0, SENDERS)
            .<Callable<List<Double>>>mapToObj(sender -> () -> sends.by(sender, token, end))
            .toList();
    try {
      return senders.invokeAll(each).stream()
          .map(BudgetsMeasurement::done)
          .flatMapToDouble(took -> took.stream().mapToDouble(Double::doubleValue))
          .toArray();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DoubleStream.empty().toArray();
    }
  }

  private static List<Double> done(Future<List<Double>> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static Map<String, String> token(BenchHouse house) {
    try (Caller auth = house.partner(Service.AUTH)) {
      return Map.of("Authorization", "Bearer " + house.token(auth, house.key(), Service.GIFT));
    }
  }

  private static List<String> budgets(BenchHouse house) {
    Map<String, String> key = Map.of("Authorization", "Bearer " + house.key());
    String budget =
        """
        {"amount":100000000,"currency":"EUR"}\
        """;
    List<String> budgets = new ArrayList<>();
    try (Caller gift = house.partner(Service.GIFT)) {
      for (int i = 0; i < BUDGETS.getLast(); i++) {
        var answer = gift.post(house.https(Service.GIFT) + "/v1/budgets", key, JSON, budget);
        budgets.add(BenchHouse.expect(201, answer).text("/id"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return budgets;
  }

  private static String gifts(BenchHouse house) {
    return house.https(Service.GIFT) + "/v1/gifts";
  }
}
