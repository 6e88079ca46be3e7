package dev.giftwarden.gift.claim;

import java.util.List;
import java.util.Locale;

/// What the page is written in: English, unless somebody prefers Arabic, which also shows that it
/// can be read from the right to the left.
enum Language {
  ENGLISH("en", "ltr", Words.ENGLISH),
  ARABIC("ar", "rtl", Words.ARABIC);

  /// Browsers send some tens of characters.
  private static final int LONGEST = 500;

  private static final List<String> TAGS = List.of("en", "ar");

  private final String tag;
  private final String direction;
  private final Words words;

  Language(String tag, String direction, Words words) {
    this.tag = tag;
    this.direction = direction;
    this.words = words;
  }

  String tag() {
    return tag;
  }

  String direction() {
    return direction;
  }

  Words words() {
    return words;
  }

  /// @param accepted an `Accept-Language` (RFC 9110, section 12.5.4), or what somebody sent as one
  static Language of(String accepted) {
    if (accepted.isBlank() || accepted.length() > LONGEST) {
      return ENGLISH;
    }
    try {
      var ranges = Locale.LanguageRange.parse(accepted);
      return ARABIC.tag.equals(Locale.lookupTag(ranges, TAGS)) ? ARABIC : ENGLISH;
    } catch (IllegalArgumentException _) {
      return ENGLISH;
    }
  }
}
