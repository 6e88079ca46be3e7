package dev.giftwarden.auth.client.exchange;

import java.util.regex.Pattern;

/// The form of a code that gets a client its first certificate, as [KeyForm] has it of keys:
/// `gwe_<id>_<secret><crc32>`.
public final class EnrolmentCodeForm {
  /// How every code begins, and how it is told from a token.
  public static final String PREFIX = "gwe_";

  /// Published for secret scanners, in auth's README as well.
  public static final String PATTERN = "gwe_([0-9A-Za-z]{12})_([0-9A-Za-z]{30})([0-9A-Za-z]{6})";

  private static final Pattern FORM = Pattern.compile(PATTERN);
  private static final int CHECKSUM_LENGTH = 6;

  private EnrolmentCodeForm() {}

  /// False for everything that cannot be a code of ours, a single wrong character included.
  public static boolean isWhole(String text) {
    if (!FORM.matcher(text).matches()) {
      return false;
    }
    int covered = text.length() - CHECKSUM_LENGTH;
    return KeyForm.checksum(text.substring(0, covered)).equals(text.substring(covered));
  }
}
