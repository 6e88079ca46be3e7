package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.recipient.Disclosure;
import dev.giftwarden.gift.recipient.Recipient;
import dev.giftwarden.gift.tenant.TenantSession;
import java.util.Optional;

/// A gift and the person it is for, nobody having asked yet who may see whom.
///
/// @param message empty: none was written, or it went with who the recipient was
record GiftWithRecipient(Gift gift, Recipient recipient, Optional<GiftMessage> message) {

  /// What it rehearses once it is sent.
  Optional<Rehearsal> played(Environment environment) {
    return Rehearsal.of(environment, recipient).filter(Rehearsal::isPlayed);
  }

  /// Whether what webhooks are told of it fails.
  boolean failsWebhooks(Environment environment) {
    return Rehearsal.of(environment, recipient).stream()
        .anyMatch(one -> one == Rehearsal.WEBHOOK_FAILING);
  }

  /// The gift, and as much of its recipient as is wanted and `caller` may see.
  ShownGift show(
      Disclosure disclosure, TenantSession session, Caller.Partner caller, Detail detail) {
    return switch (detail) {
      case REFERENCE ->
          new ShownGift(
              gift, Optional.empty(), disclosure.showMessage(session, caller, recipient, message));
      case RECIPIENT -> {
        var shown = disclosure.show(session, caller, recipient);
        yield new ShownGift(gift, Optional.of(shown), disclosure.show(shown, message));
      }
    };
  }
}
