package dev.giftwarden.auth.client.id;

import java.util.regex.Pattern;

/// The one form of names that people choose: safe in paths, certificates, SQL and logs.
final class Slug {
  /// The same for those who read our documents, where a pattern looks for a part.
  static final String PATTERN = "^[a-z][a-z0-9-]{1,38}[a-z0-9]$";

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,38}[a-z0-9]");

  private Slug() {}

  static void check(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new InvalidValue("3 to 40 of a-z, 0-9 and hyphen, a letter first and no hyphen last");
    }
  }
}
