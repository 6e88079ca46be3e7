package dev.giftwarden.gift.person;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A country of ISO 3166-1 alpha-2, such as `DE`, or `XK`, which all but the ISO use for Kosovo.
/// Small letters are taken; capitals are kept.
public record CountryCode(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[A-Z]{2}");

  /// In the code and not the JDK's, so that it changes when we say so.
  private static final Set<String> KNOWN =
      Set.of(
          """
          AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ
          BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
          CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ
          DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
          GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY
          HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
          KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY
          MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
          NA NC NE NF NG NI NL NO NP NR NU NZ OM
          PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
          SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ
          TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ
          VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
          """
              .strip()
              .split("\\s+"));

  @JsonCreator(mode = JsonCreator.Mode.DISABLED) // or an object would be read past `of`
  public CountryCode {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValue("two letters");
    }
  }

  /// @throws InvalidValue for what is no country
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static CountryCode of(String text) {
    // Some letters beyond ASCII have capitals within it.
    String capitals = text.length() == 2 ? text.toUpperCase(Locale.ROOT) : text;
    if (!isAscii(text) || !KNOWN.contains(capitals)) {
      throw new InvalidValue("two letters of ISO 3166-1, such as DE, or XK");
    }
    return new CountryCode(capitals);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
