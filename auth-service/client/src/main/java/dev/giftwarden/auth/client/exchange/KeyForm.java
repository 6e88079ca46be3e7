package dev.giftwarden.auth.client.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The form of a key, which anybody can tell without asking:
/// `gwk_<live|test>_<id>_<secret><crc32>`, the checksum over everything before it. It is no
/// protection: it lets a mistyped key be refused before anyone is asked, and lets secret scanners
/// tell a key from a look-alike.
public final class KeyForm {
  /// Published for secret scanners, in auth's README as well.
  public static final String PATTERN =
      "gwk_(live|test)_([0-9A-Za-z]{12})_([0-9A-Za-z]{30})([0-9A-Za-z]{6})";

  private static final Pattern FORM = Pattern.compile(PATTERN);
  private static final int CHECKSUM_LENGTH = 6;
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private KeyForm() {}

  /// False for everything that cannot be a key of ours, a single wrong character included.
  public static boolean isWhole(String text) {
    if (!FORM.matcher(text).matches()) {
      return false;
    }
    int covered = text.length() - CHECKSUM_LENGTH;
    return checksum(text.substring(0, covered)).equals(text.substring(covered));
  }

  /// CRC-32 in base62, most significant digit first.
  public static String checksum(String covered) {
    var crc = new CRC32();
    crc.update(covered.getBytes(US_ASCII));
    long rest = crc.getValue();
    var digits = new char[CHECKSUM_LENGTH];
    for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
      digits[i] = BASE62.charAt((int) (rest % BASE62.length()));
      rest /= BASE62.length();
    }
    return new String(digits);
  }
}
