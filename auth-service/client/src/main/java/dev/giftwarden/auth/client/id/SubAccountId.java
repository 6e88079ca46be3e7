package dev.giftwarden.auth.client.id;

import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Names a part of an account, unique in it: a slug of 3 to 40 characters that its maker chose,
/// `[a-z][a-z0-9-]{1,38}[a-z0-9]`.
@Schema(
    implementation = String.class,
    description = "Names a sub-account",
    pattern = Slug.PATTERN,
    minLength = 3,
    maxLength = 40,
    examples = "north")
public record SubAccountId(@JsonValue String value) {

  /// @throws InvalidValue unless it is such a slug
  public SubAccountId {
    Slug.check(value);
  }
}
