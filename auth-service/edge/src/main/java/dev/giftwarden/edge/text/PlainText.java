package dev.giftwarden.edge.text;

/// What people write, as far as we take it.
public final class PlainText {

  private PlainText() {}

  /// Whether `text` is 1 to `limit` characters that can be seen, and not only blanks.
  public static boolean isLine(String text, int limit) {
    return isWithin(text, limit) && text.codePoints().noneMatch(Character::isISOControl);
  }

  /// The same with line breaks.
  public static boolean isParagraph(String text, int limit) {
    return isWithin(text, limit)
        && text.codePoints().noneMatch(c -> c != '\n' && Character.isISOControl(c));
  }

  /// A lone surrogate is no character: it has no UTF-8 and would not come back as it went in.
  private static boolean isWithin(String text, int limit) {
    return !text.isBlank()
        && text.codePointCount(0, text.length()) <= limit
        && text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
