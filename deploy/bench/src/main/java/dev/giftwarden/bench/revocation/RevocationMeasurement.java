package dev.giftwarden.bench.revocation;

import static dev.giftwarden.bench.report.Numbers.milliseconds;
import static dev.giftwarden.bench.report.Numbers.percentile;

import dev.giftwarden.bench.Measurement;
import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.report.Table;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Partner;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// From the answer that a key is revoked to the last time that a token of it was accepted, on open
/// connections to two replicas of gift and to audit.
public final class RevocationMeasurement implements Measurement {

  /// After it every service refuses everything that it has not heard to be good.
  private static final double BOUND_MILLISECONDS = 10_000;

  private static final Duration EVERY = Duration.ofMillis(5);
  private static final String JSON = "application/json";
  private static final String KEYS = "/v1/accounts/" + Partner.ACME.account() + "/keys";

  @Override
  public void run(Setting setting) {
    BenchHouse house = setting.house();
    Iterator<Integer> free = FreePorts.find(3).iterator();
    Replica second =
        house.stack().addReplica(Service.GIFT, new Ports.Of(free.next(), free.next(), free.next()));
    second.start();
    second.awaitReady();
    int repetitions = setting.brief() ? 20 : 200;
    double[] took = new double[repetitions];
    try (Caller auth = house.partner(Service.AUTH);
        Caller giftOne = house.partner(Service.GIFT);
        Caller giftTwo = house.partner(Service.GIFT);
        Caller audit = house.partner(Service.AUDIT)) {
      for (int i = 0; i < repetitions; i++) {
        String key = makeKey(house, auth);
        String atGift = house.token(auth, key, Service.GIFT);
        String atAudit = house.token(auth, key, Service.AUDIT);
        List<Probe> probes =
            List.of(
                probe(giftOne, house.https(Service.GIFT) + "/v1/gifts?limit=1", atGift),
                probe(giftTwo, second.https() + "/v1/gifts?limit=1", atGift),
                probe(audit, house.https(Service.AUDIT) + "/v1/audit/events?limit=1", atAudit));
        took[i] = untilDead(probes, () -> revoke(house, auth, key));
        if ((i + 1) % 20 == 0) {
          setting.out().printf("%d of %d%n", i + 1, repetitions);
        }
      }
    }
    report(setting, took);
    certificates(setting, second);
  }

  private static Probe probe(Caller connection, String url, String token) {
    Map<String, String> headers = Map.of("Authorization", "Bearer " + token);
    return new Probe(() -> connection.get(url, headers).status(), EVERY);
  }

  private static void certificates(Setting setting, Replica second) {
    double[] took = new double[setting.brief() ? 5 : 200];
    int each = setting.brief() ? 4 : 5;
    int connections = each * took.length;
    try (var open = new CertificateRevocation(setting.house(), second, took.length, each)) {
      setting.out().printf("%d connections are open%n", connections);
      for (int i = 0; i < took.length; i++) {
        took[i] = open.measure();
        if ((i + 1) % 20 == 0) {
          setting.out().printf("certificate %d of %d%n", i + 1, took.length);
        }
      }
    }
    Table table = new Table("certificate revoked, last served after", "median", "99 %", "longest");
    table.row(
        connections + " open connections to two gift, " + took.length + " certificates",
        milliseconds(percentile(0.5, took)),
        milliseconds(percentile(0.99, took)),
        milliseconds(percentile(1, took)));
    table.print(setting.out());
    setting.figures().put("certificate_connections", connections);
    setting.figures().put("certificate_repetitions", took.length);
    setting.figures().put("certificate_p50_ms", percentile(0.5, took));
    setting.figures().put("certificate_p99_ms", percentile(0.99, took));
    setting.figures().put("certificate_max_ms", percentile(1, took));
  }

  private static String makeKey(BenchHouse house, Caller auth) {
    String request =
        """
        {"name":"bench","environment":"live","scopes":["gifts:read","audit:read"],"expiresAt":"%s"}\
        """
            .formatted(Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS));
    return post(house, auth, KEYS, request, 201);
  }

  private static void revoke(BenchHouse house, Caller auth, String key) {
    post(house, auth, KEYS + "/" + BenchHouse.keyId(key) + "/revoke", "", 200);
  }

  private static String post(BenchHouse house, Caller auth, String path, String body, int status) {
    Map<String, String> administrator = Map.of("Authorization", "Bearer " + house.administrator());
    try {
      var answer = auth.post(house.https(Service.AUTH) + path, administrator, JSON, body);
      return BenchHouse.expect(status, answer).json().path("key").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return milliseconds from the answer to the last acceptance; 0 where there was none after it
  static double untilDead(List<Probe> probes, Runnable revocation) {
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      List<Future<?>> running = probes.stream().<Future<?>>map(threads::submit).toList();
      while (!probes.stream().allMatch(Probe::hasAccepted)) {
        if (running.stream().anyMatch(Future::isDone)) {
          break; // its failure is told below
        }
        Thread.sleep(5);
      }
      revocation.run();
      long answered = System.nanoTime();
      for (Future<?> probe : running) {
        probe.get();
      }
      return probes.stream()
          .mapToDouble(probe -> Math.max(0, (probe.lastAcceptedNanos() - answered) / 1e6))
          .max()
          .orElseThrow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Failure failure ? failure : new IllegalStateException(e);
    }
  }

  private static void report(Setting setting, double[] took) {
    double p50 = percentile(0.5, took);
    double p99 = percentile(0.99, took);
    double max = percentile(1, took);
    Table table = new Table("revoked, and last accepted after", "median", "99 %", "longest");
    table.row(
        "two gift, one audit, " + took.length + " keys",
        milliseconds(p50),
        milliseconds(p99),
        milliseconds(max));
    table.print(setting.out());
    setting
        .out()
        .println(
            "From the answer of the revoke call to the arrival of the last answer that was no"
                + " refusal, on three open connections asked every 5 ms.");
    setting.figures().put("p50_ms", p50);
    setting.figures().put("p99_ms", p99);
    setting.figures().put("max_ms", max);
    setting.figures().put("repetitions", took.length);
    long late = Arrays.stream(took).filter(it -> it > BOUND_MILLISECONDS).count();
    setting.figures().put("accepted_after_bound", late);
  }
}
