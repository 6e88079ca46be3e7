package dev.giftwarden.gift.webhook;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.id.WebhookId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// An endpoint that is told of gifts.
///
/// @param subAccount empty: the account's own, told of the gifts of all
/// @param active whether anything is queued for it and sent
/// @param piiReason why it is told who recipients are; empty: it is not
/// @param previousUntil until when the secret before this one signs as well
public record Webhook(
    WebhookId id,
    Optional<SubAccountId> subAccount,
    WebhookUrl url,
    Set<EventType> events,
    boolean active,
    Optional<String> piiReason,
    Optional<Instant> previousUntil,
    Instant createdAt) {

  public Webhook {
    events = Set.copyOf(events);
  }

  Webhook with(WebhookChange change) {
    return new Webhook(
        id,
        subAccount,
        change.url().orElse(url),
        change.events().orElse(events),
        change.active().orElse(active),
        piiReason,
        previousUntil,
        createdAt);
  }
}
