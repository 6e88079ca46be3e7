package dev.giftwarden.edge.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// Percent-encoding (RFC 3986, section 2.1), read to the letter: the JDK's decoder makes a
/// replacement character of what is no UTF-8, and so one text of many.
public final class Percent {
  private static final int ESCAPE = 3;

  private Percent() {}

  /// @return empty where an escape is none, or the octets are no UTF-8
  public static Optional<String> decode(String encoded) {
    var octets = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); ) {
      if (encoded.charAt(i) == '%') {
        if (!isEscape(encoded, i)) {
          return Optional.empty();
        }
        octets.write(octet(encoded, i));
        i += ESCAPE;
      } else {
        int end = encoded.indexOf('%', i);
        String plain = encoded.substring(i, end < 0 ? encoded.length() : end);
        octets.writeBytes(plain.getBytes(UTF_8));
        i += plain.length();
      }
    }
    return Utf8.decode(octets.toByteArray());
  }

  /// As [#decode], of a form, where `+` is a space.
  public static Optional<String> decodeForm(String encoded) {
    return decode(encoded.replace('+', ' '));
  }

  /// Takes one layer of escapes off, octet by octet, and leaves what is none.
  public static String peel(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    var text = new StringBuilder(encoded.length());
    for (int i = 0; i < encoded.length(); ) {
      if (encoded.charAt(i) == '%' && isEscape(encoded, i)) {
        text.append((char) octet(encoded, i));
        i += ESCAPE;
      } else {
        text.append(encoded.charAt(i++));
      }
    }
    return text.toString();
  }

  /// The octet of the escape that begins at `at`.
  public static int octet(String encoded, int at) {
    return Character.digit(encoded.charAt(at + 1), 16) << 4
        | Character.digit(encoded.charAt(at + 2), 16);
  }

  private static boolean isEscape(String encoded, int at) {
    return at + 2 < encoded.length()
        && isHex(encoded.charAt(at + 1))
        && isHex(encoded.charAt(at + 2));
  }

  /// `Character.digit` knows the digits of every script.
  private static boolean isHex(char c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }
}
