package dev.giftwarden.gift.v2.webhook;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.gift.webhook.EventType;
import dev.giftwarden.gift.webhook.WebhookChange;
import dev.giftwarden.gift.webhook.WebhookUrl;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is to be another with an endpoint; what is left out stays.
@Schema(
    description = "What is to be another with an endpoint: one of these at least",
    examples =
        """
        {"url": "https://hooks.acme.example/gifts", "events": ["gift.claimed"], "active": false}
        """)
public record ChangeWebhookV2(
    @Nullable WebhookUrl url,
    @Schema(minItems = 1, uniqueItems = true) @Nullable Set<EventType> events,
    @Schema(description = "Whether anything is queued for it and sent") @Nullable Boolean active) {

  public ChangeWebhookV2 {
    if (url == null && events == null && active == null) {
      throw new InvalidValue("url, events or active");
    }
    events = events == null ? null : CreateWebhookV2.some(events);
  }

  WebhookChange toChange() {
    return new WebhookChange(
        Optional.ofNullable(url), Optional.ofNullable(events), Optional.ofNullable(active));
  }
}
