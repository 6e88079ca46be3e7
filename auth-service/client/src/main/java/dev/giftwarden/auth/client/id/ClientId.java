package dev.giftwarden.auth.client.id;

import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Names a client of an account, unique in it: a slug of 3 to 40 characters that its maker chose,
/// `[a-z][a-z0-9-]{1,38}[a-z0-9]`.
@Schema(
    implementation = String.class,
    description = "Names a client",
    pattern = Slug.PATTERN,
    minLength = 3,
    maxLength = 40,
    examples = "erp")
public record ClientId(@JsonValue String value) {

  /// @throws InvalidValue unless it is such a slug
  public ClientId {
    Slug.check(value);
  }
}
