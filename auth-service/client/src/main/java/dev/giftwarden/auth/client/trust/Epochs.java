package dev.giftwarden.auth.client.trust;

import dev.giftwarden.auth.v1.EpochRaised;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The epochs of subjects as far as they can meet a living token. They only rise, whatever order
/// they come in.
final class Epochs {
  /// Twice the life of a token: an epoch that was raised longer ago can meet no living token.
  static final Duration MEMORY = Duration.ofMinutes(10);

  private final Map<String, Epoch> epochs = new ConcurrentHashMap<>();

  private record Epoch(long value, long raisedAtNanos) {}

  void enter(EpochRaised raised, long nowNanos) {
    var epoch = new Epoch(raised.getEpoch(), nowNanos);
    epochs.merge(raised.getSubject(), epoch, (old, now) -> old.value > now.value ? old : now);
  }

  void forget(long nowNanos) {
    epochs.values().removeIf(epoch -> nowNanos - epoch.raisedAtNanos > MEMORY.toNanos());
  }

  /// -1 when it was not raised lately.
  long of(String subject) {
    @Nullable Epoch epoch = epochs.get(subject);
    return epoch == null ? -1 : epoch.value;
  }
}
