package dev.giftwarden.gift.person;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// An international number (E.164): `+`, a country code and the number in it, 7 to 15 digits in
/// all. Blanks, dots, hyphens and brackets between digits are taken and not kept.
///
/// It is the number that was meant, or refused: the 0 (in some countries the 8) that is dialled
/// inside a country stands in many written numbers, and kept it would be another's.
@Schema(
    implementation = String.class,
    description =
        "An international number (E.164): + and 7 to 15 digits; spaces, brackets, dots and hyphens are not kept",
    pattern = "^\\+[0-9][0-9 ().-]{6,}$",
    maxLength = 64,
    examples = "+49 30 1234567")
public record PhoneNumber(String value) {

  /// What is kept.
  private static final Pattern FORM = Pattern.compile("\\+[1-9][0-9]{6,14}");

  private static final Pattern WRITTEN =
      Pattern.compile("\\+[0-9]++(?:[ .-]*+(?:[0-9]++|\\([0-9]++\\)))*+");

  private static final Pattern SEPARATORS = Pattern.compile("[ ().-]");

  /// `(0)` and the like, between what is dialled from abroad.
  private static final Pattern TRUNK_PREFIX = Pattern.compile("\\(0\\)");

  /// E.164's assignments: codes of one digit, of two, and all others of three.
  private static final Set<String> ONE_DIGIT = Set.of("1", "7");

  private static final Set<String> TWO_DIGITS =
      Set.of(
          "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46",
          "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63",
          "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98");

  /// Where numbers themselves begin with 0: Italy and the Vatican, San Marino, Côte d'Ivoire,
  /// Benin, Gabon, Congo.
  private static final Set<String> ZERO_IS_DIALLED =
      Set.of("39", "378", "379", "225", "229", "241", "242");

  /// Where all numbers have one length, a trunk prefix of another digit (8 in Russia, Kazakhstan
  /// and Lithuania, 1 in North America) shows as one too many.
  private static final Set<String> ELEVEN_DIGITS = Set.of("1", "7", "370");

  private static final String WANTED = "an international number: + and 7 to 15 digits";

  @JsonCreator(mode = JsonCreator.Mode.DISABLED) // or an object would be read past `of`
  public PhoneNumber {
    demand(FORM.matcher(value).matches(), WANTED);
  }

  /// @throws InvalidValue for what is no such number, or may be another one
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static PhoneNumber of(String text) {
    demand(WRITTEN.matcher(text).matches(), WANTED);
    var number = new PhoneNumber(SEPARATORS.matcher(text).replaceAll(""));
    String digits = number.value().substring(1);
    String country = country(digits);
    demand(
        !TRUNK_PREFIX.matcher(text).find()
            && (digits.charAt(country.length()) != '0' || ZERO_IS_DIALLED.contains(country)),
        "the number as it is dialled from abroad, without the 0 behind the country code");
    demand(
        !ELEVEN_DIGITS.contains(country) || digits.length() == 11,
        "the number as it is dialled from abroad: 11 digits in this country");
    return number;
  }

  private static String country(String digits) {
    int length =
        ONE_DIGIT.contains(digits.substring(0, 1))
            ? 1
            : TWO_DIGITS.contains(digits.substring(0, 2)) ? 2 : 3;
    return digits.substring(0, length);
  }

  private static void demand(boolean holds, String wanted) {
    if (!holds) {
      throw new InvalidValue(wanted);
    }
  }

  @Override
  public String toString() {
    return "PhoneNumber[hidden]";
  }
}
