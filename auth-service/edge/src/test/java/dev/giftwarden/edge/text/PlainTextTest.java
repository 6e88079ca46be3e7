package dev.giftwarden.edge.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlainTextTest {
  private static final int LIMIT = 20;
  private static final String SEEN = "at least one character that can be seen";
  private static final String ONE_LINE = "one line without control characters";
  private static final String UNICODE = "only characters that Unicode has";
  private static final String INVISIBLE = "no invisible characters";

  static Stream<Arguments> lines() {
    return Stream.of(
        arguments("letters", "Ada Lovelace"),
        arguments("one letter", "A"),
        arguments("an apostrophe and a hyphen", "O’Brien-Nuñez"),
        arguments("marks behind letters", "Zoe\u0308"),
        arguments("a no-break space between names", "Jean\u00a0Paul"),
        arguments("Han with a variation selector", "\u845b\udb40\udd00\u57ce"),
        arguments("Persian with a non-joiner", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"),
        arguments("Malayalam with a joiner at its end", "\u0d05\u0d35\u0d28\u0d4d\u200d"),
        arguments("a family of emoji", "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67"),
        arguments("a heart on fire", "\u2764\ufe0f\u200d\ud83d\udd25"),
        arguments("a flag of regions", "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc7f"),
        arguments("emoji newer than our tables", "\ud83d\ude00\ud83e\udeea"),
        arguments("Arabic", "\u0623\u062d\u0645\u062f"),
        arguments("as many characters as there may be", "x".repeat(LIMIT)),
        arguments("as many that take two chars each", "\ud83c\udf81".repeat(LIMIT)));
  }

  @ParameterizedTest(name = "E1 takes {0}")
  @MethodSource("lines")
  @DisplayName("E1 a line that can be read is taken, and comes back as it was")
  void takes(String what, String text) {
    assertThat(PlainText.line(text, LIMIT)).isEqualTo(text);
  }

  static Stream<Arguments> noLines() {
    return Stream.of(
        arguments("nothing", "", SEEN),
        arguments("blanks", "   ", SEEN),
        arguments("a no-break space", "\u00a0", SEEN),
        arguments("an ideographic space", "\u3000", SEEN),
        arguments("a mark on nothing", "\u0301", SEEN),
        arguments("a Braille blank", "\u2800", SEEN),
        arguments("what stands for an object", "\ufffc", SEEN),
        arguments("private use", "\ue000", SEEN),
        arguments("a zero width space", "\u200b", INVISIBLE),
        arguments("one between letters", "a\u200bb", INVISIBLE),
        arguments("a word joiner", "\u2060", INVISIBLE),
        arguments("a soft hyphen", "\u00ad", INVISIBLE),
        arguments("a byte order mark", "\ufeffAda", INVISIBLE),
        arguments("a Hangul filler", "\u3164", INVISIBLE),
        arguments("a Hangul choseong filler", "\u115f", INVISIBLE),
        arguments("a Khmer vowel that is not shown", "\u17b4", INVISIBLE),
        arguments("a joiner first", "\u200dA", INVISIBLE),
        arguments("two joiners", "A\u200d\u200dB", INVISIBLE),
        arguments("a joiner behind a blank", "A \u200dB", INVISIBLE),
        arguments("two variation selectors", "A\ufe0f\ufe0f", INVISIBLE),
        arguments("a tag on a letter", "A\udb40\udc67", INVISIBLE),
        arguments("a right-to-left override", "\u202eevil", INVISIBLE),
        arguments("a left-to-right embedding", "\u202aevil", INVISIBLE),
        arguments("an isolate", "a\u2067b", INVISIBLE),
        arguments("a right-to-left mark", "a\u200f", INVISIBLE),
        arguments("a deprecated format character", "a\u206a", INVISIBLE),
        arguments("a musical format character", "a\ud834\udd73", INVISIBLE),
        arguments("a plane 14 character", "a\udb40\udc01", INVISIBLE),
        arguments("an interlinear anchor", "a\ufff9b", ONE_LINE),
        arguments("NUL", "a\u0000b", ONE_LINE),
        arguments("a tab", "a\tb", ONE_LINE),
        arguments("a line end", "a\nb", ONE_LINE),
        arguments("a carriage return", "a\r", ONE_LINE),
        arguments("escape", "\u001b[31m", ONE_LINE),
        arguments("delete", "a\u007f", ONE_LINE),
        arguments("next line", "a\u0085b", ONE_LINE),
        arguments("a line separator", "Jo\u2028e", ONE_LINE),
        arguments("a paragraph separator", "Jo\u2029e", ONE_LINE),
        arguments("the first half of a pair", "a\ud83d", UNICODE),
        arguments("the second half first", "\udc00\ud83d", UNICODE),
        arguments("a non-character", "a\uffff", UNICODE),
        arguments("a non-character of a plane", "a\ud83f\udffe", UNICODE),
        arguments("what is not assigned", "a\u0378", UNICODE),
        arguments("one too many", "x".repeat(LIMIT + 1), "at most 20 characters"),
        arguments("one emoji too many", "\ud83c\udf81".repeat(21), "at most 20 characters"));
  }

  @ParameterizedTest(name = "E1 refuses {0}")
  @MethodSource("noLines")
  @DisplayName(
      "E1 what nobody could read, or not as it was written, is no line, and it is said why")
  void refuses(String what, String text, String why) {
    assertThatThrownBy(() -> PlainText.line(text, LIMIT))
        .isInstanceOf(InvalidValue.class)
        .hasMessage(why);
  }

  static Stream<Arguments> paragraphs() {
    return Stream.of(
        arguments("two lines", "a\nb", "a\nb"),
        arguments("two lines of Windows", "a\r\nb", "a\nb"),
        arguments("two lines of an old Macintosh", "a\rb", "a\nb"),
        arguments("a line separator", "a\u2028b", "a\nb"),
        arguments("a paragraph separator", "a\u2029b", "a\nb"),
        arguments("an empty line", "a\r\n\r\nb", "a\n\nb"),
        arguments("a tab", "a\tb", "a\tb"),
        arguments(
            "emoji joined", "\ud83d\udc68\u200d\ud83d\udc69", "\ud83d\udc68\u200d\ud83d\udc69"),
        arguments(
            "Hebrew and its mark",
            "\u05e9\u05dc\u05d5\u05dd\u200f!",
            "\u05e9\u05dc\u05d5\u05dd\u200f!"),
        arguments("a number that was isolated", "\u2066+44\u2069", "\u2066+44\u2069"),
        arguments("an embedded number", "\u202a+44\u202c", "\u202a+44\u202c"),
        arguments("a break for Thai", "\u0e2a\u200b\u0e27", "\u0e2a\u200b\u0e27"),
        arguments("a soft hyphen", "Ge\u00adburt", "Ge\u00adburt"),
        arguments("20 lines ends that were 40", "\r\n".repeat(19) + "x", "\n".repeat(19) + "x"));
  }

  @ParameterizedTest(name = "takes {0}")
  @MethodSource("paragraphs")
  @DisplayName("G1 a message is text as people write it, on whatever system")
  void takesParagraphs(String what, String text, String kept) {
    assertThat(PlainText.paragraph(text, LIMIT)).isEqualTo(kept);
    assertThat(PlainText.paragraph(kept, LIMIT)).as("what is kept is taken again").isEqualTo(kept);
  }

  static Stream<Arguments> noParagraphs() {
    String control = "no control characters but tab and line end";
    return Stream.of(
        arguments("nothing", "", SEEN),
        arguments("line ends", "\n\r\n", SEEN),
        arguments("what cannot be seen", "\u200b\u200d\u00a0\u2060\ufeff", SEEN),
        arguments("NUL", "a\u0000", control),
        arguments("backspace", "a\b", control),
        arguments("a vertical tab", "a\u000bb", control),
        arguments("escape", "\u001b[2J", control),
        arguments("next line", "a\u0085", control),
        arguments("an interlinear anchor", "a\ufff9", control),
        arguments("an override", "a\u202eb", "no characters that override the direction of text"),
        arguments("half a pair", "a\ud800", UNICODE),
        arguments("a non-character", "a\ufffe", UNICODE),
        arguments("one too many", "x".repeat(21), "at most 20 characters"));
  }

  @ParameterizedTest(name = "E1 refuses {0}")
  @MethodSource("noParagraphs")
  @DisplayName("E1 what nobody would write into a message is none, and it is said why")
  void refusesParagraphs(String what, String text, String why) {
    assertThatThrownBy(() -> PlainText.paragraph(text, LIMIT))
        .isInstanceOf(InvalidValue.class)
        .hasMessage(why);
  }
}
