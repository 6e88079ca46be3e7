package dev.giftwarden.auth.client.id;

import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Names a partner's account: a slug of 3 to 40 characters that its maker chose,
/// `[a-z][a-z0-9-]{1,38}[a-z0-9]`.
@Schema(
    implementation = String.class,
    description = "Names an account",
    pattern = Slug.PATTERN,
    minLength = 3,
    maxLength = 40,
    examples = "acme")
public record AccountId(@JsonValue String value) {

  /// @throws InvalidValue unless it is such a slug
  public AccountId {
    Slug.check(value);
  }
}
