package dev.giftwarden.gift.webhook.delivery;

import dev.giftwarden.gift.id.MessageId;
import java.time.Instant;
import java.util.Optional;

/// How a message to an endpoint fares.
///
/// @param type what it tells: `gift.claimed`, `webhook.test`
/// @param gift whose event it is
/// @param nextAt when it is sent next; not before those of the same gift that wait before it
public record Delivery(
    MessageId id,
    String type,
    Optional<String> gift,
    Status status,
    int attempts,
    Instant queuedAt,
    Optional<Instant> nextAt,
    Optional<Last> last) {

  /// The last attempt.
  ///
  /// @param answered the status of the receiver's answer; empty: there was none
  public record Last(Instant at, Optional<Integer> answered, Optional<String> error) {}
}
