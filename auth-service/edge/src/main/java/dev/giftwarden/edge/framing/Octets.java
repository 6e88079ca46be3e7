package dev.giftwarden.edge.framing;

/// The classes of bytes that RFC 9110, section 5.6 has.
final class Octets {
  static final int TAB = '\t';
  static final int LF = '\n';
  static final int CR = '\r';
  static final int SPACE = ' ';
  private static final int DEL = 0x7f;
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final boolean[] TOKEN = new boolean[DEL + 1];

  static {
    for (int octet = 0; octet <= DEL; octet++) {
      TOKEN[octet] = Character.isLetterOrDigit(octet) || TOKEN_MARKS.indexOf(octet) >= 0;
    }
  }

  private Octets() {}

  /// `tchar`: what names are made of.
  static boolean isToken(int octet) {
    return octet <= DEL && TOKEN[octet];
  }

  /// What a value may hold: `VCHAR`, `obs-text`, space and tab.
  static boolean isText(int octet) {
    return octet >= SPACE && octet != DEL || octet == TAB;
  }

  /// What no blank and no control is; more than a target may hold, which its reader refuses.
  static boolean isVisible(int octet) {
    return octet > SPACE && octet != DEL;
  }

  /// `OWS`
  static boolean isBlank(int octet) {
    return octet == SPACE || octet == TAB;
  }

  static int lower(int octet) {
    return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
  }
}
