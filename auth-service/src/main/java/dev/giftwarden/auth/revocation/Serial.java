package dev.giftwarden.auth.revocation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// The serial number of a certificate, as the log and the inventory write it. At most 20 octets
/// (RFC 5280, section 4.1.2.2).
@Schema(
    implementation = String.class,
    description = "A serial number: lower-case hex without leading zeros",
    pattern = "^([1-9a-f][0-9a-f]{0,38}|[1-7][0-9a-f]{39})$")
record Serial(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("[1-9a-f][0-9a-f]{0,38}|[1-7][0-9a-f]{39}");

  /// @throws InvalidValue for anything else
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  Serial {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValue("lower-case hex without leading zeros, at most 20 octets");
    }
  }
}
