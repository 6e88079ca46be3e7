package dev.giftwarden.edge.paging;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a list that runs from the newest row to the oldest: the next page begins behind it.
/// Opaque to callers. It only positions: which rows are there to see, the caller's tenant decides.
public record Cursor(Instant at, String id) {

  /// Before every row: later than any, and `~` sorts behind all of base62.
  static final Cursor START = new Cursor(Instant.parse("9999-12-31T23:59:59.999Z"), "~");

  private static final Pattern FORM = Pattern.compile("([0-9]{1,15}):([a-z]{3}_[0-9A-Za-z]{22})");

  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((at.toEpochMilli() + ":" + id).getBytes(StandardCharsets.US_ASCII));
  }

  /// Empty for text that is not exactly what [#text] makes.
  public static Optional<Cursor> parse(String text) {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(text);
      Matcher found = FORM.matcher(new String(decoded, StandardCharsets.US_ASCII));
      return Optional.of(found)
          .filter(Matcher::matches)
          .map(m -> new Cursor(Instant.ofEpochMilli(Long.parseLong(m.group(1))), m.group(2)))
          .filter(cursor -> cursor.text().equals(text));
    } catch (IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }
}
