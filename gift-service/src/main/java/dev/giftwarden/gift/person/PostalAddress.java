package dev.giftwarden.gift.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;
import dev.giftwarden.edge.text.Required;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Where something can be sent to.
///
/// @param region state, province or county, where addresses have one
/// @param country ISO 3166-1 alpha-2, such as `DE`
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Where something can be sent to")
public record PostalAddress(
    @JsonProperty(required = true)
        @Schema(minLength = 1, maxLength = 200, examples = "1 Dorset Street")
        String line1,
    @Schema(minLength = 1, maxLength = 200) @Nullable String line2,
    @JsonProperty(required = true) @Schema(minLength = 1, maxLength = 100, examples = "London")
        String city,
    @Schema(
            minLength = 1,
            maxLength = 100,
            description = "State, province or county, where addresses have one")
        @Nullable String region,
    @Schema(minLength = 1, maxLength = 20, examples = "W1U 4EE") @Nullable String postalCode,
    @JsonProperty(required = true)
        @Schema(
            pattern = "^[A-Za-z]{2}$",
            description = "ISO 3166-1 alpha-2, in any case",
            examples = "GB")
        String country) {

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  public PostalAddress {
    Required.field("line1", line1);
    Required.field("city", city);
    Required.field("country", country);
    check(PlainText.isLine(line1, 200), "line1 of 1 to 200 characters");
    check(line2 == null || PlainText.isLine(line2, 200), "line2 of 1 to 200 characters, or none");
    check(PlainText.isLine(city, 100), "city of 1 to 100 characters");
    check(
        region == null || PlainText.isLine(region, 100), "region of 1 to 100 characters, or none");
    check(
        postalCode == null || PlainText.isLine(postalCode, 20),
        "postalCode of 1 to 20 characters, or none");
    check(COUNTRIES.contains(country), "country as two capital letters of ISO 3166");
  }

  private static void check(boolean valid, String wanted) {
    if (!valid) {
      throw new InvalidValue(wanted);
    }
  }

  @Override
  public String toString() {
    return "PostalAddress[hidden]";
  }
}
