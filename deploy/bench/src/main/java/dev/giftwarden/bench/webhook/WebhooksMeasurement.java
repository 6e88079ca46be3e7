package dev.giftwarden.bench.webhook;

import static dev.giftwarden.bench.report.Numbers.milliseconds;
import static dev.giftwarden.bench.report.Numbers.percentile;
import static dev.giftwarden.bench.report.Numbers.whole;

import dev.giftwarden.bench.Measurement;
import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.report.Table;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// From the transaction that sends a gift to the message about it at its receiver, while gifts are
/// sent at one rate, two processes send the messages, and another endpoint of the same account that
/// is told of the same gifts takes 10 s for each message.
///
/// Counted from the transaction's beginning, which is a little before its commit: no figure here is
/// better than the truth.
public final class WebhooksMeasurement implements Measurement {
  private static final int PER_SECOND = 50;
  private static final int SENDERS = 2;
  private static final int CALLERS = 8;

  /// What servers send that are not warm is not counted.
  private static final int WARM_SECONDS = 15;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final String JSON = "application/json";

  @Override
  public void run(Setting setting) {
    BenchHouse house = setting.house();
    int seconds = setting.brief() ? 30 : 90;
    int warm = WARM_SECONDS * PER_SECOND;
    int all = warm + seconds * PER_SECOND;
    try (Receivers receivers = Receivers.start(house)) {
      String quick = webhook(house, receivers.quick());
      var _ = webhook(house, receivers.slow());
      List<SenderProcess> senders =
          IntStream.rangeClosed(1, SENDERS)
              .mapToObj(number -> SenderProcess.start(house, setting.project(), number))
              .toList();
      try {
        until(() -> senders.stream().allMatch(SenderProcess::isSending));
        setting
            .out()
            .printf(
                "%d gifts a second for %d s, the first %d s to warm up …%n",
                PER_SECOND, all / PER_SECOND, WARM_SECONDS);
        Instant counted = send(setting, house, all, warm);
        until(() -> receivers.came().size() >= all);
        setting.out().printf("%d of %d came%n", receivers.came().size(), all);
        report(setting, receivers, queued(house, quick, counted), seconds);
      } finally {
        senders.forEach(SenderProcess::close);
      }
    }
  }

  private static String webhook(BenchHouse house, String url) {
    String body = "{\"url\":\"" + url + "\",\"events\":[\"gift.sent\"]}";
    try (Caller gift = house.partner(Service.GIFT)) {
      var made =
          gift.post(
              house.https(Service.GIFT) + "/v2/webhooks",
              Map.of("Authorization", "Bearer " + house.key()),
              JSON,
              body);
      return BenchHouse.expect(201, made).text("/id");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Each at its time, whether or not the one before has its answer.
  ///
  /// @return when the first was due that counts
  private static Instant send(Setting setting, BenchHouse house, int all, int warm) {
    AtomicInteger next = new AtomicInteger();
    Instant start = Instant.now();
    try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
      Callable<Boolean> calling =
          () -> {
            try (Caller caller = house.partner(Service.GIFT)) {
              for (int number = next.getAndIncrement();
                  number < all;
                  number = next.getAndIncrement()) {
                Thread.sleep(Duration.between(Instant.now(), due(start, number)));
                sendOne(house, caller);
                if ((number + 1) % (10 * PER_SECOND) == 0) {
                  setting.out().printf("%d of %d sent%n", number + 1, all);
                }
              }
              return true;
            }
          };
      for (Future<Boolean> one : threads.invokeAll(Collections.nCopies(CALLERS, calling))) {
        var _ = one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    } catch (ExecutionException e) {
      throw new Failure("a gift could not be sent: " + e.getMessage(), e);
    }
    return due(start, warm);
  }

  private static Instant due(Instant start, int number) {
    return start.plus(Duration.ofSeconds(1).multipliedBy(number).dividedBy(PER_SECOND));
  }

  private static void sendOne(BenchHouse house, Caller caller) throws IOException {
    String order =
        """
        {"budgetId":"%s","amount":1,"currency":"EUR",\
        "recipient":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}\
        """
            .formatted(house.budget());
    var answer =
        caller.post(
            house.https(Service.GIFT) + "/v1/gifts",
            Map.of("Authorization", "Bearer " + house.key()),
            JSON,
            order);
    var _ = BenchHouse.expect(201, answer);
  }

  /// Or until the time is over.
  private static void until(BooleanSupplier so) {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!so.getAsBoolean() && System.nanoTime() < end) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure("interrupted", e);
      }
    }
  }

  /// When each gift's transaction began, of those that count.
  private static Map<String, Instant> queued(BenchHouse house, String webhook, Instant from) {
    Map<String, Instant> queued = new HashMap<>();
    try (Connection gift = house.connect("gift");
        var statement =
            gift.prepareStatement(
                """
                select gift_id, queued_at from webhook_delivery
                 where webhook_id = ? and queued_at >= ?::timestamptz
                """)) {
      statement.setString(1, webhook);
      statement.setString(2, from.toString());
      var row = statement.executeQuery();
      while (row.next()) {
        queued.put(row.getString(1), row.getTimestamp(2).toInstant());
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return queued;
  }

  private static void report(
      Setting setting, Receivers receivers, Map<String, Instant> queued, int seconds) {
    Map<String, Instant> came = receivers.came();
    double[] took =
        queued.entrySet().stream()
            .filter(gift -> came.containsKey(gift.getKey()))
            .mapToDouble(
                gift -> Duration.between(gift.getValue(), came.get(gift.getKey())).toNanos() / 1e6)
            .toArray();
    double perSecond = (double) took.length / seconds;
    Table table = new Table("sent, and told after", "messages", "a second", "half", "99 %", "all");
    table.row(
        "two senders, a slow endpoint beside",
        whole(took.length),
        whole(perSecond),
        milliseconds(percentile(0.5, took)),
        milliseconds(percentile(0.99, took)),
        milliseconds(percentile(1, took)));
    table.print(setting.out());
    setting
        .out()
        .printf(
            "%d did not come, %d came more than once; the slow endpoint was asked %d times%n",
            queued.size() - took.length, receivers.again(), receivers.atTheSlowOne());
    setting.figures().put("delivery_p50_ms", percentile(0.5, took));
    setting.figures().put("delivery_p99_ms", percentile(0.99, took));
    setting.figures().put("delivery_max_ms", percentile(1, took));
    setting.figures().put("deliveries", took.length);
    setting.figures().put("deliveries_missing", queued.size() - took.length);
    setting.figures().put("per_second", perSecond);
  }
}
