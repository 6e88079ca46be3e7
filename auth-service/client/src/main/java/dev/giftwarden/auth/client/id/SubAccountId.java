package dev.giftwarden.auth.client.id;

import com.fasterxml.jackson.annotation.JsonValue;

/// Names a part of an account, unique in it: a slug of 3 to 40 characters that its maker chose,
/// `[a-z][a-z0-9-]{1,38}[a-z0-9]`.
public record SubAccountId(@JsonValue String value) {

  /// @throws InvalidValue unless it is such a slug
  public SubAccountId {
    Slug.check(value);
  }
}
