package dev.giftwarden.gift.v1;

import dev.giftwarden.gift.gift.Gift;
import dev.giftwarden.gift.id.GiftId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How a gift fares, and nothing of what it is or for whom, in version 1 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "How a gift fares, and nothing else of it")
public record GiftStatusV1(
    @Schema(implementation = GiftId.class) String id,
    @Schema(enumeration = {"sent", "cancelled"}) String status,
    @Schema(format = "date-time", examples = "2026-12-03T10:15:30.000Z") String sentAt,
    @Schema(format = "date-time", nullable = true) @Nullable String cancelledAt) {

  static GiftStatusV1 of(Gift gift) {
    LifeV1 life = LifeV1.of(gift.timeline());
    return new GiftStatusV1(gift.id().value(), life.status(), life.sentAt(), life.cancelledAt());
  }
}
