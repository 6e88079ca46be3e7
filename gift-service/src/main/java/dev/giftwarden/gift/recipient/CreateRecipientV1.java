package dev.giftwarden.gift.recipient;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.text.Required;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.person.PhoneNumber;
import dev.giftwarden.gift.person.PostalAddress;
import org.jspecify.annotations.Nullable;

/// A recipient to remember, in version 1 of the API.
///
/// @param subAccount may be left out by a caller that has the whole account (the recipient is then
///   the account's own) or exactly one sub-account
public record CreateRecipientV1(
    @JsonProperty(required = true) PersonName name,
    @JsonProperty(required = true) EmailAddress email,
    @Nullable PhoneNumber phone,
    @Nullable PostalAddress address,
    @Nullable SubAccountId subAccount) {

  public CreateRecipientV1 {
    Required.field("name", name);
    Required.field("email", email);
  }

  PersonalData person() {
    return new PersonalData(name, email, phone, address);
  }
}
