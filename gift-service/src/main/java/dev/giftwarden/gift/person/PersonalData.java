package dev.giftwarden.gift.person;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.text.Required;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Who somebody is. It leaves the service through [dev.giftwarden.gift.recipient.Disclosure] alone,
/// and cannot be printed.
@Schema(description = "Who somebody is")
public record PersonalData(
    @JsonProperty(required = true) PersonName name,
    @JsonProperty(required = true) EmailAddress email,
    @Nullable PhoneNumber phone,
    @Nullable PostalAddress address) {

  public PersonalData {
    Required.field("name", name);
    Required.field("email", email);
  }

  /// Adds all of it to `request`.
  public void describe(CanonicalRequest request) {
    request.text(name.value()).text(email.value());
    request.text(Optional.ofNullable(phone).map(PhoneNumber::value));
    Optional<PostalAddress> place = Optional.ofNullable(address);
    request.text(place.map(PostalAddress::line1)).text(place.map(PostalAddress::line2));
    request.text(place.map(PostalAddress::city)).text(place.map(PostalAddress::region));
    request.text(place.map(PostalAddress::postalCode)).text(place.map(PostalAddress::country));
  }

  @Override
  public String toString() {
    return "PersonalData[hidden]";
  }
}
