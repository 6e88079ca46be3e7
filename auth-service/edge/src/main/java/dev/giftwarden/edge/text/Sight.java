package dev.giftwarden.edge.text;

/// What can be seen of a code point.
final class Sight {

  /// Both ends of each range of *Default_Ignorable_Code_Point* (Unicode's DerivedCoreProperties):
  /// where nothing else is known of them, they are shown as nothing. The JDK does not know it.
  private static final int[] IGNORABLE = {
    0x00AD, 0x00AD, 0x034F, 0x034F, 0x061C, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F,
    0x200B, 0x200F, 0x202A, 0x202E, 0x2060, 0x206F, 0x3164, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFEFF,
    0xFFA0, 0xFFA0, 0xFFF0, 0xFFF8, 0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0FFF,
  };

  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int BLACK_FLAG = 0x1F3F4;

  /// A letter of six dots, none of them raised.
  private static final int BRAILLE_BLANK = 0x2800;

  private static final int OBJECT_REPLACEMENT = 0xFFFC;

  private Sight() {}

  /// Whether it makes a text that somebody can read, without any other. A combining mark does not,
  /// nor does what only a private agreement gives a shape.
  static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.CONNECTOR_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL ->
          !isIgnorable(c) && c != BRAILLE_BLANK && c != OBJECT_REPLACEMENT;
      case Character.UNASSIGNED -> Character.isExtendedPictographic(c);
      default -> false;
    };
  }

  static boolean isIgnorable(int c) {
    for (int i = 0; i < IGNORABLE.length; i += 2) {
      if (IGNORABLE[i] <= c && c <= IGNORABLE[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /// Whether an ignorable `c` changes how `before` is shown, and so belongs to a name: joiners of
  /// Persian, Indic scripts and emoji, variants of Han and Mongolian letters, the regions of flags.
  static boolean isCarried(int c, int before) {
    if (Character.isSpaceChar(before) || Character.isWhitespace(before)) {
      return false;
    }
    if (isTag(c)) {
      return before == BLACK_FLAG || isTag(before);
    }
    return isJoiner(c)
        ? !isIgnorable(before) || isVariation(before)
        : isVariation(c) && !isIgnorable(before);
  }

  /// LRO and RLO: what follows is shown in an order in which it was not written.
  static boolean isOverride(int c) {
    return c == 0x202D || c == 0x202E;
  }

  /// Interlinear annotation, of which one half is not shown.
  static boolean isAnnotation(int c) {
    return 0xFFF9 <= c && c <= 0xFFFB;
  }

  private static boolean isJoiner(int c) {
    return c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
  }

  private static boolean isVariation(int c) {
    return 0xFE00 <= c && c <= 0xFE0F
        || 0xE0100 <= c && c <= 0xE01EF
        || 0x180B <= c && c <= 0x180D
        || c == 0x180F
        || c == 0x034F;
  }

  private static boolean isTag(int c) {
    return 0xE0020 <= c && c <= 0xE007F;
  }
}
