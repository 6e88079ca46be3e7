package dev.giftwarden.gift.fulfilment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.text.PlainText;
import dev.giftwarden.edge.text.Required;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Who carries a gift, and the number by which it can be followed there.
@Schema(
    description = "Who carries a gift",
    examples = "{\"carrier\": \"DHL\", \"tracking\": \"JJD000123\"}")
public record Shipment(
    @JsonProperty(required = true) @Schema(minLength = 1, maxLength = 100, examples = "DHL")
        String carrier,
    @Schema(minLength = 1, maxLength = 100, examples = "JJD000123") @Nullable String tracking) {

  private static final int LIMIT = 100;

  /// @throws InvalidValue that names the part which is missing or wrong
  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public static Shipment of(
      @JsonProperty("carrier") @Nullable String carrier,
      @JsonProperty("tracking") @Nullable String tracking) {
    return new Shipment(
        line("carrier", Required.value("carrier", carrier)),
        tracking == null ? null : line("tracking", tracking));
  }

  private static String line(String part, String text) {
    try {
      return PlainText.line(text, LIMIT);
    } catch (InvalidValue e) {
      throw new InvalidValue(part + ": " + e.wanted());
    }
  }

  CanonicalRequest describe(CanonicalRequest request) {
    return request.text(carrier).text(Optional.ofNullable(tracking));
  }
}
