package dev.giftwarden.bench.gift;

import static dev.giftwarden.bench.report.Numbers.milliseconds;
import static dev.giftwarden.bench.report.Numbers.whole;

import dev.giftwarden.bench.Measurement;
import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.load.Processes;
import dev.giftwarden.bench.report.Numbers;
import dev.giftwarden.bench.report.Table;
import dev.giftwarden.local.http.Answer;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Batches of a thousand gifts, by one caller and by four at once, each from a budget of its own;
/// and beside them somebody who sends gifts singly, from the budget of one of them: a batch may not
/// make anybody else wait.
public final class BatchMeasurement implements Measurement {
  private static final List<Integer> CALLERS = List.of(1, 4);
  private static final int GIFTS = 1000;
  private static final String JSON = "application/json";

  /// Long enough for a few batches while the single sender sends some hundred gifts.
  private static final int SECONDS = 20;

  @Override
  public void run(Setting setting) {
    BenchHouse house = setting.house();
    int seconds = setting.brief() ? SECONDS / 2 : SECONDS;
    Table table =
        new Table(
            "callers, 1,000 gifts each time",
            "gifts a second",
            "99 % of another's within",
            "half within",
            "CPU a gift",
            "PostgreSQL's");
    try (Crowd crowd = Crowd.of(house)) {
      setting.out().println("warming …");
      var _ = crowd.round(CALLERS.getLast(), seconds);
      for (int callers : CALLERS) {
        setting.out().printf("%d at once …%n", callers);
        report(setting, table, callers, crowd.round(callers, seconds));
      }
      table.print(setting.out());
    }
  }

  /// The last, of most callers, is what the keys without a number mean.
  private static void report(Setting setting, Table table, int callers, Round round) {
    double others = Numbers.percentile(0.99, round.otherMilliseconds());
    table.row(
        Integer.toString(callers),
        whole(round.perSecond()),
        milliseconds(others),
        milliseconds(Numbers.median(round.otherMilliseconds())),
        milliseconds(round.cpuMilliseconds()),
        milliseconds(round.postgresMilliseconds()));
    var figures = setting.figures();
    figures.put("gifts_per_second_of_" + callers, round.perSecond());
    figures.put("other_caller_p99_ms_of_" + callers, others);
    if (callers == CALLERS.getLast()) {
      figures.put("callers", callers);
      figures.put("gifts_per_second", round.perSecond());
      figures.put("other_caller_p99_ms", others);
      figures.put("cpu_ms", round.cpuMilliseconds());
      figures.put("postgres_cpu_ms", round.postgresMilliseconds());
    }
  }

  /// @param otherMilliseconds how long each gift took that was sent singly
  /// @param cpuMilliseconds of the service, for one gift
  @SuppressWarnings("ArrayRecordComponent") // summed up, never compared
  private record Round(
      double perSecond,
      double[] otherMilliseconds,
      double cpuMilliseconds,
      double postgresMilliseconds) {}

  /// @param callers each with a connection of its own; the last sends singly
  /// @param orders what each of them sends
  private record Crowd(
      BenchHouse house, List<Caller> callers, List<String> orders, ExecutorService threads)
      implements AutoCloseable {

    static Crowd of(BenchHouse house) {
      int most = CALLERS.getLast();
      List<Caller> callers =
          IntStream.rangeClosed(0, most).mapToObj(_ -> house.partner(Service.GIFT)).toList();
      List<String> budgets = budgets(house, most);
      List<String> orders = new ArrayList<>(budgets.stream().map(BatchMeasurement::batch).toList());
      orders.add(gift(budgets.getFirst(), 0));
      return new Crowd(house, callers, orders, Executors.newFixedThreadPool(most + 1));
    }

    Round round(int senders, int seconds) {
      Map<String, String> token = token(house);
      long begun = System.nanoTime();
      long end = begun + seconds * 1_000_000_000L;
      double cpu = Processes.cpuSeconds(house.pid(Service.GIFT));
      double postgres = Processes.cpuSecondsOfFamily(house.postgres());
      List<Callable<List<Double>>> all = new ArrayList<>();
      for (int i = 0; i < senders; i++) {
        int sender = i;
        all.add(() -> batches(sender, token, end));
      }
      all.add(() -> singles(token, end));
      List<List<Double>> took = done(all);
      double elapsed = (System.nanoTime() - begun) / 1e9;
      int batches = took.subList(0, senders).stream().mapToInt(List::size).sum();
      double gifts = (double) batches * GIFTS;
      return new Round(
          gifts / elapsed,
          took.getLast().stream().mapToDouble(Double::doubleValue).toArray(),
          1000 * (Processes.cpuSeconds(house.pid(Service.GIFT)) - cpu) / gifts,
          1000 * (Processes.cpuSecondsOfFamily(house.postgres()) - postgres) / gifts);
    }

    private List<Double> batches(int sender, Map<String, String> token, long end)
        throws IOException {
      List<Double> took = new ArrayList<>();
      for (long begun = System.nanoTime(); begun < end; begun = System.nanoTime()) {
        Answer answer = post(sender, token, "/v2/gifts/batch");
        var _ = BenchHouse.expect(200, answer);
        if (!answer.body().contains("\"sent\":" + GIFTS + ",")) {
          throw new IllegalStateException("not all were sent");
        }
        took.add((System.nanoTime() - begun) / 1e6);
      }
      return took;
    }

    private List<Double> singles(Map<String, String> token, long end) throws IOException {
      List<Double> took = new ArrayList<>();
      for (long begun = System.nanoTime(); begun < end; begun = System.nanoTime()) {
        var _ = BenchHouse.expect(201, post(callers.size() - 1, token, "/v2/gifts"));
        took.add((System.nanoTime() - begun) / 1e6);
      }
      return took;
    }

    private Answer post(int sender, Map<String, String> token, String path) throws IOException {
      return callers
          .get(sender)
          .post(house.https(Service.GIFT) + path, token, JSON, orders.get(sender));
    }

    private <T> List<T> done(List<Callable<T>> all) {
      try {
        List<T> results = new ArrayList<>();
        for (Future<T> one : threads.invokeAll(all)) {
          results.add(one.get());
        }
        return results;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      threads.close();
      callers.forEach(Caller::close);
    }
  }

  private static String batch(String budget) {
    return IntStream.range(0, GIFTS)
        .mapToObj(i -> "{\"key\":\"row-%d\",\"gift\":%s}".formatted(i, gift(budget, i)))
        .collect(Collectors.joining(",", "{\"items\":[", "]}"));
  }

  private static String gift(String budget, int number) {
    return """
    {"budget":"%s","value":{"amount":1,"currency":"EUR"},
     "recipientData":{"name":"Ada Lovelace","email":"ada%d@lovelace.example"}}\
    """
        .formatted(budget, number);
  }

  private static Map<String, String> token(BenchHouse house) {
    try (Caller auth = house.partner(Service.AUTH)) {
      return Map.of("Authorization", "Bearer " + house.token(auth, house.key(), Service.GIFT));
    }
  }

  private static List<String> budgets(BenchHouse house, int many) {
    List<String> budgets = new ArrayList<>();
    try (Caller gift = house.partner(Service.GIFT)) {
      for (int i = 0; i < many; i++) {
        Answer answer =
            gift.post(
                house.https(Service.GIFT) + "/v2/budgets",
                token(house),
                JSON,
                "{\"limit\":{\"amount\":100000000,\"currency\":\"EUR\"}}");
        budgets.add(BenchHouse.expect(201, answer).text("/id"));
      }
      return budgets;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
