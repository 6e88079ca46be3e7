package dev.giftwarden.gift.v2.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.text.PlainText;
import dev.giftwarden.edge.text.Required;
import dev.giftwarden.gift.webhook.EventType;
import dev.giftwarden.gift.webhook.NewWebhook;
import dev.giftwarden.gift.webhook.WebhookUrl;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// An endpoint to make.
///
/// @param subAccount may be left out by a caller that has the whole account (the endpoint is then
///   told of the gifts of all sub-accounts) or exactly one sub-account
@Schema(
    description = "An endpoint to make, which is told of gifts",
    examples =
        """
        {"url": "https://hooks.acme.example/giftwarden", "events": ["gift.claimed", "gift.expired"]}
        """)
public record CreateWebhookV2(
    @JsonProperty(required = true) WebhookUrl url,
    @JsonProperty(required = true) @Schema(minItems = 1, uniqueItems = true) Set<EventType> events,
    @Nullable SubAccountId subAccount,
    @Schema(
            description =
                "Whether it is told who recipients are, which takes a credential that sees them")
        @Nullable Boolean exposePii,
    @Schema(
            minLength = 1,
            maxLength = 500,
            description = "Why, on one line; with exposePii and never without",
            examples = "prints the labels")
        @Nullable String piiReason) {

  private static final int LONGEST_REASON = 500;

  public CreateWebhookV2 {
    Required.field("url", url);
    Required.field("events", events);
    events = some(events);
    if (Boolean.TRUE.equals(exposePii) != (piiReason != null)) {
      throw new InvalidValue("exposePii and piiReason, both or none");
    }
    piiReason = piiReason == null ? null : reason(piiReason);
  }

  private static String reason(String text) {
    try {
      return PlainText.line(text, LONGEST_REASON).strip();
    } catch (InvalidValue e) {
      throw new InvalidValue("piiReason: " + e.wanted());
    }
  }

  static Set<EventType> some(Set<EventType> events) {
    if (events.isEmpty() || events.stream().anyMatch(Objects::isNull)) {
      throw new InvalidValue("events: one at least");
    }
    return Set.copyOf(events);
  }

  NewWebhook toNew() {
    return new NewWebhook(
        url, events, Optional.ofNullable(subAccount), Optional.ofNullable(piiReason));
  }
}
