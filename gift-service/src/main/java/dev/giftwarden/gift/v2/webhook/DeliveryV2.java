package dev.giftwarden.gift.v2.webhook;

import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.id.MessageId;
import dev.giftwarden.gift.webhook.delivery.Delivery;
import dev.giftwarden.gift.webhook.delivery.Status;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A message to an endpoint in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "How a message to an endpoint fares")
public record DeliveryV2(
    @Schema(
            implementation = MessageId.class,
            description = "The `webhook-id` of each attempt: who has seen it has the message")
        String id,
    @Schema(description = "What it tells", examples = "gift.claimed") String type,
    @Schema(implementation = GiftId.class, nullable = true) @Nullable String gift,
    @Schema(implementation = Status.class) String status,
    @Schema(minimum = "0", description = "Since it was first due, or due again") int attempts,
    @Schema(format = "date-time", examples = "2026-12-03T10:15:30.000Z") String queuedAt,
    @Schema(
            format = "date-time",
            nullable = true,
            description = "When it is sent next, if it is",
            examples = "2026-12-03T10:16:10.000Z")
        @Nullable String nextAt,
    @Schema(nullable = true) @Nullable Last last) {

  /// The last attempt.
  @RegisterForReflection(registerFullHierarchy = true)
  @Schema(name = "LastAttempt", description = "The last attempt")
  public record Last(
      @Schema(format = "date-time", examples = "2026-12-03T10:15:30.000Z") String at,
      @Schema(
              nullable = true,
              minimum = "200",
              maximum = "599",
              description = "The status of the receiver's answer; null: there was none",
              examples = "503")
          @Nullable Integer answered,
      @Schema(
              nullable = true,
              maxLength = 200,
              description = "Why there was no answer; or that its failure was rehearsed",
              examples = "no answer within 15 s")
          @Nullable String error) {}

  static DeliveryV2 of(Delivery delivery) {
    return new DeliveryV2(
        delivery.id().value(),
        delivery.type(),
        delivery.gift().orElse(null),
        delivery.status().text(),
        delivery.attempts(),
        Rfc3339.text(delivery.queuedAt()),
        text(delivery.nextAt()),
        delivery.last().map(DeliveryV2::last).orElse(null));
  }

  private static @Nullable String text(Optional<Instant> at) {
    return at.map(Rfc3339::text).orElse(null);
  }

  private static Last last(Delivery.Last last) {
    return new Last(
        Rfc3339.text(last.at()), last.answered().orElse(null), last.error().orElse(null));
  }
}
