package dev.giftwarden.gift.webhook.watching;

import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.edge.database.DatabaseException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// What waits to be sent to webhooks. Who sends it listens nowhere, so gift tells how it fares: the
/// numbers are rows of the database, the same from every replica.
@Singleton
class QueueGauges {

  /// As often as the outbox is counted.
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final QueueLengthTable queue;
  private volatile Optional<QueueLengthTable.Length> seen = Optional.empty();
  private Optional<Repeated> repeated = Optional.empty();

  QueueGauges(QueueLengthTable queue, MeterRegistry metrics) {
    this.queue = queue;
    gauge("giftwarden_webhook_waiting", QueueLengthTable.Length::waiting)
        .description("Messages to webhooks that wait, counted to 10000")
        .register(metrics);
    gauge("giftwarden_webhook_oldest_seconds", QueueLengthTable.Length::oldestSeconds)
        .description("Since the oldest live message that waits was queued")
        .register(metrics);
    gauge("giftwarden_webhook_dead", QueueLengthTable.Length::dead)
        .description("Live messages that were given up within 30 days, counted to 10000")
        .register(metrics);
    gauge("giftwarden_webhook_sender_age_seconds", QueueLengthTable.Length::unseenSeconds)
        .description("Since whoever sends last looked at the queue")
        .register(metrics);
  }

  private Gauge.Builder<Supplier<Number>> gauge(
      String name, ToLongFunction<QueueLengthTable.Length> of) {
    return Gauge.builder(
        name, () -> seen.<Number>map(length -> (double) of.applyAsLong(length)).orElse(Double.NaN));
  }

  void start(@Observes StartupEvent event) {
    repeated = Optional.of(Repeated.start("webhook-counting", Duration.ZERO, last -> look()));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  private Duration look() {
    try {
      seen = Optional.of(queue.length());
    } catch (DatabaseException _) {
      seen = Optional.empty();
    }
    return PAUSE;
  }
}
