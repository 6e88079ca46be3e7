package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.gift.recipient.Disclosure;
import dev.giftwarden.gift.recipient.Recipient;
import dev.giftwarden.gift.recipient.RecipientTable;
import dev.giftwarden.gift.recipient.ShownPerson;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;

/// Puts a gift and as much of its recipient together as its caller may see.
@Singleton
class Showing {

  private final RecipientTable recipients;
  private final Disclosure disclosure;

  Showing(RecipientTable recipients, Disclosure disclosure) {
    this.recipients = recipients;
    this.disclosure = disclosure;
  }

  /// The recipient is of the gift's own sub-account, so who sees the gift can reach the recipient.
  ShownGift show(TenantSession session, Caller.Partner caller, Gift gift) {
    Recipient recipient = recipients.find(session, gift.recipient()).orElseThrow();
    return show(session, caller, gift, recipient);
  }

  ShownGift show(TenantSession session, Caller.Partner caller, GiftWithRecipient sent) {
    return show(session, caller, sent.gift(), sent.recipient());
  }

  ShownGift show(TenantSession session, Caller.Partner caller, Gift gift, Recipient recipient) {
    ShownPerson person = disclosure.show(session, caller, recipient);
    return new ShownGift(gift, person, disclosure.show(person, gift.message()));
  }
}
