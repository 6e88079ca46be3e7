package dev.giftwarden.gift.person;

import dev.giftwarden.auth.client.id.InvalidValue;

/// What every row of a person has held since the first.
final class Kept {

  private Kept() {}

  /// @param limit characters, as PostgreSQL counts them
  static void check(String value, int limit) {
    if (value.isEmpty() || value.codePointCount(0, value.length()) > limit) {
      throw new InvalidValue("1 to " + limit + " characters");
    }
  }
}
