package dev.giftwarden.gift.recipient;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.person.GiftMessage;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.util.Optional;

/// The one way out for personal data: masked, or clear for a credential that was made to see it,
/// and then with a record of its own, committed before the answer goes out.
@Singleton
public class Disclosure {

  private final GiftAudit audit;

  Disclosure(GiftAudit audit) {
    this.audit = audit;
  }

  public ShownRecipient show(TenantSession session, Caller.Partner caller, Recipient recipient) {
    return new ShownRecipient(
        recipient,
        switch (recipient.identity()) {
          case Identity.Erased _ -> ShownPerson.ERASED;
          case Identity.Known(var person, _) when caller.exposePii() -> {
            audit.done(
                session,
                caller,
                "recipient.reveal",
                recipient.id().value(),
                recipient.subAccount());
            yield ShownPerson.clear(person);
          }
          case Identity.Known(var person, _) -> ShownPerson.masked(person);
        });
  }

  /// People write names into what they write: it is shown exactly as far as the person to whom it
  /// was written, whose reveal has its record.
  public ShownMessage show(ShownRecipient to, Optional<GiftMessage> message) {
    if (to.recipient().erasedAt().isPresent()) {
      return ShownMessage.NONE;
    }
    return to.person().masked() ? ShownMessage.MASKED : ShownMessage.clear(message);
  }

  /// The same where the person is not shown beside it: a message that is shown reveals them, and
  /// only where there is none is nothing revealed.
  public ShownMessage showMessage(
      TenantSession session, Caller.Partner caller, Recipient to, Optional<GiftMessage> message) {
    return caller.exposePii() && message.isEmpty()
        ? ShownMessage.clear(message)
        : show(show(session, caller, to), message);
  }
}
