package dev.giftwarden.auth.revocation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.certs.SpiffeId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Whom a certificate names.
@Schema(
    implementation = String.class,
    description = "The SPIFFE id in the certificate",
    examples = "spiffe://services.giftwarden.example/gift",
    maxLength = 200)
record HolderId(SpiffeId id) {
  private static final int LONGEST = 200;

  @JsonCreator(mode = JsonCreator.Mode.DISABLED) // or an object would be read past `of`
  HolderId {}

  /// @throws InvalidValue for anything else
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static HolderId of(String text) {
    try {
      if (text.length() > LONGEST) {
        throw new InvalidValue("a SPIFFE id of Giftwarden");
      }
      return new HolderId(SpiffeId.parse(text));
    } catch (IllegalArgumentException e) {
      throw new InvalidValue("a SPIFFE id of Giftwarden");
    }
  }

  @JsonValue
  String uri() {
    return id.uri();
  }
}
