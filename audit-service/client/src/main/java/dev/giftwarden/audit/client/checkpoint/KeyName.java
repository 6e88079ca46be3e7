package dev.giftwarden.audit.client.checkpoint;

import java.util.regex.Pattern;

/// The name of a note's key: no spaces and no plus, as C2SP signed-note asks, and ASCII that can be
/// seen.
final class KeyName {
  private static final Pattern VALID = Pattern.compile("[!-~&&[^+]]{1,200}");

  private KeyName() {}

  static boolean isValid(String name) {
    return VALID.matcher(name).matches();
  }

  static void check(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException("not the name of a key: visible ASCII without plus");
    }
  }
}
