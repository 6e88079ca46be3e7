package dev.giftwarden.gift.transfer;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.ArrayList;
import java.util.List;

/// Text as RFC 4180 has it: records that end with a line, fields with commas between, and quotes
/// around a field that has either in it. A line may end with LF alone, and one with nothing on it
/// is no record.
///
/// What does not keep to this is no guess: the record is broken, and the next one begins with the
/// next line. Only a quote that never closes spoils what comes after it, and so the whole.
final class Csv {
  private static final char QUOTE = '"';

  private final String text;
  private int at;

  private Csv(String text) {
    this.text = text;
  }

  sealed interface Entry {
    record Fields(List<String> fields) implements Entry {
      @Override
      public String toString() {
        return "Fields[hidden]";
      }
    }

    /// @param why what it should have been
    record Broken(String why) implements Entry {}
  }

  /// @param most how many entries are read before the rest is too much
  /// @throws InvalidValue if there are more, or the end is inside a quoted field
  static List<Entry> read(String text, int most) {
    var csv = new Csv(text);
    List<Entry> entries = new ArrayList<>();
    csv.skipEmptyLines();
    while (csv.at < text.length()) {
      if (entries.size() == most) {
        throw new InvalidValue("at most " + (most - 1) + " rows");
      }
      entries.add(csv.entry());
      csv.skipEmptyLines();
    }
    return entries;
  }

  private void skipEmptyLines() {
    while (at < text.length() && (text.charAt(at) == '\n' || isLineEnd())) {
      at++;
    }
  }

  /// A CR counts with the LF behind it, or as the last character.
  private boolean isLineEnd() {
    return at == text.length()
        || text.charAt(at) == '\n'
        || text.charAt(at) == '\r' && (at + 1 == text.length() || text.charAt(at + 1) == '\n');
  }

  private Entry entry() {
    List<String> fields = new ArrayList<>();
    while (true) {
      boolean quoted = at < text.length() && text.charAt(at) == QUOTE;
      fields.add(quoted ? quoted() : plain());
      if (isLineEnd()) {
        return new Entry.Fields(fields);
      }
      if (text.charAt(at) != ',') {
        skipLine();
        return new Entry.Broken(
            quoted
                ? "a comma or the end of the line behind a closing quote; a quote in it twice"
                : "quotes around a field that has a quote or a CR in it");
      }
      at++;
    }
  }

  private String quoted() {
    var field = new StringBuilder();
    for (at++; ; at++) {
      int close = text.indexOf(QUOTE, at);
      if (close < 0) {
        throw new InvalidValue("a closing quote for each that opens");
      }
      field.append(text, at, close);
      at = close + 1;
      if (at == text.length() || text.charAt(at) != QUOTE) {
        return field.toString();
      }
      field.append(QUOTE);
    }
  }

  private String plain() {
    int start = at;
    while (!isLineEnd() && ",\"\r".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }
}
