package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.gift.recipient.Disclosure;
import dev.giftwarden.gift.recipient.Recipient;
import dev.giftwarden.gift.recipient.ShownPerson;
import dev.giftwarden.gift.tenant.TenantSession;

/// A gift and the person it is for, nobody having asked yet who may see whom.
record GiftWithRecipient(Gift gift, Recipient recipient) {

  /// The gift, and as much of its recipient as `caller` may see.
  ShownGift show(Disclosure disclosure, TenantSession session, Caller.Partner caller) {
    ShownPerson person = disclosure.show(session, caller, recipient);
    return new ShownGift(gift, person, disclosure.show(person, gift.message()));
  }
}
