package dev.giftwarden.gift.person;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;
import dev.giftwarden.edge.text.Required;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Where something can be sent to.
///
/// @param region state, province or county, where addresses have one
/// @param country a [CountryCode]
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

  private static final int LINE = 200;
  private static final int PLACE = 100;
  private static final int CODE = 20;

  /// @throws InvalidValue that names the part which is missing or wrong
  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public static PostalAddress of(
      @JsonProperty("line1") @Nullable String line1,
      @JsonProperty("line2") @Nullable String line2,
      @JsonProperty("city") @Nullable String city,
      @JsonProperty("region") @Nullable String region,
      @JsonProperty("postalCode") @Nullable String postalCode,
      @JsonProperty("country") @Nullable String country) {
    return new PostalAddress(
        required("line1", line1, LINE),
        optional("line2", line2, LINE),
        required("city", city, PLACE),
        optional("region", region, PLACE),
        optional("postalCode", postalCode, CODE),
        country(country));
  }

  private static String required(String part, @Nullable String text, int limit) {
    return Required.value(part, optional(part, text, limit));
  }

  private static @Nullable String optional(String part, @Nullable String text, int limit) {
    try {
      return text == null ? null : PlainText.line(text, limit);
    } catch (InvalidValue e) {
      throw new InvalidValue(part + ": " + e.wanted());
    }
  }

  private static String country(@Nullable String text) {
    String said = Required.value("country", text);
    try {
      return CountryCode.of(said).value();
    } catch (InvalidValue e) {
      throw new InvalidValue("country: " + e.wanted());
    }
  }

  @Override
  public String toString() {
    return "PostalAddress[hidden]";
  }
}
