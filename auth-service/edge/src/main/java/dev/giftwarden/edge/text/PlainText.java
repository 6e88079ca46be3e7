package dev.giftwarden.edge.text;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.regex.Pattern;

/// What people write, as far as we take it. Lengths count code points, as PostgreSQL does. Nothing
/// is taken that would not come back as it went in, or that nobody would see: a name or a reason of
/// blanks, joiners or fillers is none, and one that turns the direction of what stands behind it is
/// another than it looks.
///
/// Text is not normalised: NFC would give some people another letter in their name.
public final class PlainText {

  /// How a line ends on one system or another.
  private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\u2028\u2029]");

  private PlainText() {}

  /// A name, a reason, a line of an address: `text`, if it is 1 to `limit` characters of one line.
  ///
  /// @throws InvalidValue that says which rule it breaks
  public static String line(String text, int limit) {
    withinLimit(text, limit);
    int before = ' ';
    for (int c : text.codePoints().toArray()) {
      demand(
          !isControl(c) && c != '\u2028' && c != '\u2029', "one line without control characters");
      assigned(c);
      demand(!Sight.isIgnorable(c) || Sight.isCarried(c, before), "no invisible characters");
      before = c;
    }
    return visible(text);
  }

  /// A message: the same in any number of lines, as keyboards, editors and other people's text have
  /// it. Line ends of all systems become `\n`. Tabs, joiners, soft hyphens and what marks or
  /// isolates a direction may stand anywhere; what *overrides* a direction may not.
  ///
  /// @return the text with its line ends
  /// @throws InvalidValue that says which rule it breaks
  public static String paragraph(String text, int limit) {
    String lines = LINE_END.matcher(text).replaceAll("\n");
    withinLimit(lines, limit);
    for (int c : lines.codePoints().toArray()) {
      demand(!isControl(c) || c == '\n' || c == '\t', "no control characters but tab and line end");
      assigned(c);
      demand(!Sight.isOverride(c), "no characters that override the direction of text");
    }
    return visible(lines);
  }

  /// A letter or a digit of any script, or a mark on one; nothing that cannot be seen.
  public static boolean isLetterOrDigit(int c) {
    return (Character.isLetterOrDigit(c) || isMark(c)) && !Sight.isIgnorable(c);
  }

  /// What combines with the letter before it.
  public static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static void withinLimit(String text, int limit) {
    demand(text.codePointCount(0, text.length()) <= limit, "at most " + limit + " characters");
  }

  /// A lone surrogate has no UTF-8, and what Unicode has not assigned may look like anything one
  /// day; but the emoji of a telephone can be newer than our tables.
  private static void assigned(int c) {
    int type = Character.getType(c);
    demand(
        type != Character.SURROGATE
            && (type != Character.UNASSIGNED || Character.isExtendedPictographic(c)),
        "only characters that Unicode has");
  }

  private static String visible(String text) {
    demand(text.codePoints().anyMatch(Sight::isVisible), "at least one character that can be seen");
    return text;
  }

  private static boolean isControl(int c) {
    return Character.getType(c) == Character.CONTROL || Sight.isAnnotation(c);
  }

  private static void demand(boolean holds, String wanted) {
    if (!holds) {
      throw new InvalidValue(wanted);
    }
  }
}
