package dev.giftwarden.gift.webhook;

import dev.giftwarden.edge.idempotency.CanonicalRequest;
import java.util.Optional;
import java.util.Set;

/// What is to be another with an endpoint; what is empty stays.
public record WebhookChange(
    Optional<WebhookUrl> url, Optional<Set<EventType>> events, Optional<Boolean> active) {

  CanonicalRequest describe(CanonicalRequest request) {
    request.text(url.map(WebhookUrl::value));
    request.number(events.map(some -> 1L));
    request.texts(events.orElse(Set.of()).stream().map(EventType::text).toList());
    return request.number(active.map(on -> on ? 1L : 0L));
  }
}
