package dev.giftwarden.acceptance.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.wire.GoodCaller;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Everything that is not a good request, sent to the three public edges. Run it again with
/// `-Dgiftwarden.fuzz.seed=…` for other requests, or the same ones, and with
/// `-Dgiftwarden.fuzz.attempts=20000` for as many as `.ci/run` adds.
class FuzzTest {
  private static final int ATTEMPTS = Integer.getInteger("giftwarden.fuzz.attempts", 2_000);
  private static final long SEED = Long.getLong("giftwarden.fuzz.seed", 20_261_122L);
  private static final int WORKERS = 4;

  /// What a good caller may have to wait beside the flood, however fast it was before: two cores do
  /// everything here, the flood included.
  private static final Duration FLOOR = Duration.ofSeconds(1);

  private static final House HOUSE = House.started();

  @Test
  @DisplayName("E1 E7 malformed requests get problem documents, and harm nobody")
  void everyErrorIsAProblem() throws Exception {
    System.out.printf("fuzz: seed %d, %d attempts%n", SEED, ATTEMPTS);
    List<Api> apis =
        List.of(
            Api.served(HOUSE, "auth", HOUSE.auth),
            Api.served(HOUSE, "gift", HOUSE.gift),
            Api.served(HOUSE, "audit", HOUSE.audit));
    assertThat(apis).allSatisfy(api -> assertThat(api.operations()).isNotEmpty());
    var attacker = new Attacker(HOUSE, apis);
    var report = new Report();
    Map<Service, Integer> logs = logSizes();
    try (var good = new GoodCaller(HOUSE);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      good.call(made -> made < 100); // warm
      Duration before = GoodCaller.p99(good.call(made -> made < 200));
      List<Future<?>> workers =
          IntStream.range(0, WORKERS)
              .<Future<?>>mapToObj(worker -> threads.submit(() -> flood(attacker, report, worker)))
              .toList();
      List<Duration> during =
          good.call(made -> made < 50 || workers.stream().anyMatch(worker -> !worker.isDone()));
      finish(workers);
      Duration beside = GoodCaller.p99(during);
      System.out.printf(
          "fuzz: %s%nfuzz: a good caller's p99 was %s, then %s%n",
          report.outcomes(), before, beside);
      assertThat(report.answers()).isGreaterThan(ATTEMPTS * 9 / 10);
      assertThat(report.complaints()).isEmpty();
      assertThat(beside).isLessThan(max(before.multipliedBy(10), FLOOR));
      assertThat(good.call(made -> made < 10)).hasSize(10);
    }
    assertThat(written(logs)).noneMatch(line -> line.contains("\"level\":\"ERROR\""));
    assertThat(written(logs)).noneMatch(line -> line.contains(Attacker.MARKER));
  }

  private static void flood(Attacker attacker, Report report, int worker) {
    try (var lines = new Lines(HOUSE, attacker, report, SEED + worker)) {
      for (int i = worker; i < ATTEMPTS; i += WORKERS) {
        lines.attempt(i);
      }
    }
  }

  private static void finish(List<Future<?>> workers) throws InterruptedException {
    for (Future<?> worker : workers) {
      try {
        worker.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Map<Service, Integer> logSizes() {
    Map<Service, Integer> sizes = new TreeMap<>();
    for (Service service : Service.values()) {
      sizes.put(service, log(service).length());
    }
    return sizes;
  }

  private static List<String> written(Map<Service, Integer> since) {
    return since.entrySet().stream()
        .flatMap(entry -> log(entry.getKey()).substring(entry.getValue()).lines())
        .toList();
  }

  private static String log(Service service) {
    try {
      return new String(
          Files.readAllBytes(HOUSE.home().logs().resolve(service.id() + ".log")), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
