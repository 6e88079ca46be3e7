package dev.giftwarden.auth.client.id;

import com.fasterxml.jackson.annotation.JsonValue;

/// Names a partner's account: a slug of 3 to 40 characters that its maker chose,
/// `[a-z][a-z0-9-]{1,38}[a-z0-9]`.
public record AccountId(@JsonValue String value) {

  /// @throws InvalidValue unless it is such a slug
  public AccountId {
    Slug.check(value);
  }
}
