package dev.giftwarden.gift.v2;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.text.Required;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.person.PhoneNumber;
import dev.giftwarden.gift.person.PostalAddress;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A recipient to remember, in version 2 of the API.
///
/// @param subAccount may be left out by a caller that has the whole account (the recipient is then
///   the account's own) or exactly one sub-account
@Schema(
    description = "A recipient to remember",
    examples =
        """
        {"name": "Ada Lovelace", "email": "ada@lovelace.example", "phone": "+49 30 1234567",
         "address": {"line1": "1 Dorset Street", "city": "London", "postalCode": "W1U 4EE", "country": "GB"}}
        """)
public record CreateRecipientV2(
    @JsonProperty(required = true) PersonName name,
    @JsonProperty(required = true) EmailAddress email,
    @Nullable PhoneNumber phone,
    @Nullable PostalAddress address,
    @Nullable SubAccountId subAccount) {

  public CreateRecipientV2 {
    Required.field("name", name);
    Required.field("email", email);
  }

  PersonalData person() {
    return new PersonalData(name, email, phone, address);
  }
}
