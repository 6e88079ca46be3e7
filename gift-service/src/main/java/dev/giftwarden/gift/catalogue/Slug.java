package dev.giftwarden.gift.catalogue;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.regex.Pattern;

/// The form of names that operators give and programs send.
final class Slug {
  static final String PATTERN = "^[a-z0-9][a-z0-9-]{0,63}$";
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private Slug() {}

  /// @throws InvalidValue for anything else
  static void check(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new InvalidValue("1 to 64 small letters, digits and hyphens");
    }
  }
}
