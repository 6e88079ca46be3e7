package dev.giftwarden.gift.webhook;

import java.util.Optional;

/// An endpoint as whoever asks may see it.
///
/// @param secret in the answer to whoever made it, once
public record ShownWebhook(Webhook webhook, Optional<WebhookSecret> secret) {

  static ShownWebhook of(Webhook webhook) {
    return new ShownWebhook(webhook, Optional.empty());
  }
}
