package dev.giftwarden.gift.webhook;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import java.util.Optional;
import java.util.Set;

/// An endpoint to make.
///
/// @param piiReason why it is told who recipients are; empty: it is not
public record NewWebhook(
    WebhookUrl url,
    Set<EventType> events,
    Optional<SubAccountId> subAccount,
    Optional<String> piiReason) {

  CanonicalRequest describe() {
    return new CanonicalRequest("giftwarden/webhook-create/v1")
        .text(url.value())
        .texts(events.stream().map(EventType::text).toList())
        .text(subAccount.map(SubAccountId::value))
        .text(piiReason);
  }

  NewWebhook at(Optional<SubAccountId> place) {
    return new NewWebhook(url, events, place, piiReason);
  }
}
