package dev.giftwarden.gift.gift;

import dev.giftwarden.edge.text.Rfc3339;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// How a gift fares, and nothing of what it is or for whom, in version 1 of the API.
@RegisterForReflection(registerFullHierarchy = true)
public record GiftStatusV1(String id, String status, String sentAt, @Nullable String cancelledAt) {

  static GiftStatusV1 of(Gift gift) {
    return new GiftStatusV1(
        gift.id().value(),
        gift.state().text(),
        Rfc3339.text(gift.sentAt()),
        gift.cancelledAt().map(Rfc3339::text).orElse(null));
  }
}
