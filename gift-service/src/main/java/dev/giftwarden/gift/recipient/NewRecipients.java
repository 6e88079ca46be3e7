package dev.giftwarden.gift.recipient;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.id.RandomIds;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.Owner;
import dev.giftwarden.gift.tenant.TenantScope;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/// Makes recipients: an id that nobody can guess, and a key that nobody else has.
@Singleton
public class NewRecipients {

  private final RandomIds ids;
  private final Keys keys;

  NewRecipients(RandomIds ids, Keys keys) {
    this.ids = ids;
    this.keys = keys;
  }

  public Recipient make(
      TenantScope scope, Optional<SubAccountId> subAccount, PersonalData person, Instant now) {
    RecipientId id = RecipientId.next(ids);
    var key = keys.next(new Owner(scope.account(), scope.environment(), id));
    return new Recipient(id, subAccount, new Identity.Known(person, Optional.of(key)), now);
  }
}
