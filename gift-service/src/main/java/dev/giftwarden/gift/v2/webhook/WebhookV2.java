package dev.giftwarden.gift.v2.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.text.Rfc3339;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.webhook.EventType;
import dev.giftwarden.gift.webhook.ShownWebhook;
import dev.giftwarden.gift.webhook.Webhook;
import dev.giftwarden.gift.webhook.WebhookSecret;
import dev.giftwarden.gift.webhook.WebhookUrl;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// An endpoint in version 2 of the API.
@RegisterForReflection(registerFullHierarchy = true)
@Schema(description = "An endpoint that is told of gifts")
public record WebhookV2(
    @Schema(implementation = WebhookId.class) String id,
    @Schema(implementation = SubAccountId.class, nullable = true) @Nullable String subAccount,
    @Schema(implementation = WebhookUrl.class) String url,
    List<EventType> events,
    @Schema(description = "Whether anything is queued for it and sent") boolean active,
    @Schema(description = "Whether it is told who recipients are") boolean exposePii,
    @Schema(nullable = true, description = "Why", examples = "prints the labels")
        @Nullable String piiReason,
    @Schema(
            format = "date-time",
            nullable = true,
            description = "Until when the secret before this one signs as well",
            examples = "2026-12-04T10:15:30.000Z")
        @Nullable String previousSecretUntil,
    @Schema(format = "date-time", examples = "2026-12-03T10:15:30.000Z") String createdAt,
    @Schema(
            description =
                "What signs, shown once: in the answer that made it. Absent everywhere else",
            examples = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDazFnqTuJrQc=")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String secret) {

  static WebhookV2 of(ShownWebhook shown) {
    Webhook webhook = shown.webhook();
    return new WebhookV2(
        webhook.id().value(),
        webhook.subAccount().map(SubAccountId::value).orElse(null),
        webhook.url().value(),
        webhook.events().stream().sorted().toList(),
        webhook.active(),
        webhook.piiReason().isPresent(),
        webhook.piiReason().orElse(null),
        webhook.previousUntil().map(Rfc3339::text).orElse(null),
        Rfc3339.text(webhook.createdAt()),
        shown.secret().map(WebhookSecret::text).orElse(null));
  }

  @Override
  public String toString() {
    return "WebhookV2[" + id + "]";
  }
}
