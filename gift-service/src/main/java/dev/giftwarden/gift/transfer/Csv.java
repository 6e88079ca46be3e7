package dev.giftwarden.gift.transfer;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Text as RFC 4180 has it: records that end with a line, fields with commas between, and quotes
/// around a field that has either in it. A line may end with LF alone, and one with nothing on it
/// is no record. It is read as it comes: what is in memory is a record, which has [#MOST_CHARS],
/// and some characters behind it.
///
/// What does not keep to this is no guess: the record is broken, and the next one begins with the
/// next line. Only a quote that never closes spoils what comes after it.
final class Csv {
  /// Several times what all columns take together at their longest.
  static final int MOST_CHARS = 16 * 1024;

  private static final char QUOTE = '"';
  private static final int END = -1;

  private final Reader text;
  private final char[] near = new char[8 * 1024];
  private int at;
  private int end;

  /// How much more of the record is kept; below 0, it is too long.
  private int room;

  /// @param text which throws [CharacterCodingException] for what is none
  Csv(Reader text) {
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

  /// @return empty: there are no more
  /// @throws InvalidValue if the end is inside a quoted field, or this is no text
  /// @throws IOException if `text` does
  Optional<Entry> next() throws IOException {
    return isAtEnd() ? Optional.empty() : Optional.of(entry());
  }

  /// Whether nothing comes but empty lines.
  boolean isAtEnd() throws IOException {
    while (peek(0) != END && isLineEnd()) {
      at++;
    }
    return peek(0) == END;
  }

  /// A CR counts with the LF behind it, or as the last character.
  private boolean isLineEnd() throws IOException {
    return switch (peek(0)) {
      case END, '\n' -> true;
      case '\r' -> peek(1) == END || peek(1) == '\n';
      default -> false;
    };
  }

  private Entry entry() throws IOException {
    List<String> fields = new ArrayList<>();
    room = MOST_CHARS;
    while (true) {
      boolean quoted = peek(0) == QUOTE;
      String field = quoted ? quoted() : plain();
      if (room >= 0) {
        fields.add(field);
      }
      if (isLineEnd()) {
        return room >= 0
            ? new Entry.Fields(fields)
            : new Entry.Broken("at most 16,384 characters in a row");
      }
      if (peek(0) != ',') {
        skipLine();
        return new Entry.Broken(
            quoted
                ? "a comma or the end of the line behind a closing quote; a quote in it twice"
                : "quotes around a field that has a quote or a CR in it");
      }
      at++;
      room--;
    }
  }

  private String quoted() throws IOException {
    var field = new StringBuilder();
    at++;
    while (true) {
      int read = peek(0);
      if (read == END) {
        throw new InvalidValue("a closing quote for each that opens");
      }
      at++;
      if (read == QUOTE) {
        if (peek(0) != QUOTE) {
          return field.toString();
        }
        at++;
      }
      keep(field, (char) read);
    }
  }

  private String plain() throws IOException {
    var field = new StringBuilder();
    while (!isLineEnd() && ",\"\r".indexOf(peek(0)) < 0) {
      keep(field, near[at]);
      at++;
    }
    return field.toString();
  }

  private void keep(StringBuilder field, char read) {
    if (room > 0) {
      field.append(read);
    }
    room--;
  }

  private void skipLine() throws IOException {
    while (peek(0) != END && peek(0) != '\n') {
      at++;
    }
  }

  /// @param ahead 0 or 1
  /// @return a character, or [#END]
  private int peek(int ahead) throws IOException {
    if (at + ahead >= end) {
      fill();
    }
    return at + ahead < end ? near[at + ahead] : END;
  }

  private void fill() throws IOException {
    System.arraycopy(near, at, near, 0, end - at);
    end -= at;
    at = 0;
    try {
      int read = text.read(near, end, near.length - end);
      while (read >= 0) {
        check(end, read);
        end += read;
        read = end < 2 ? text.read(near, end, near.length - end) : END;
      }
    } catch (CharacterCodingException _) {
      throw noText();
    }
  }

  static InvalidValue noText() {
    return new InvalidValue("UTF-8, without U+0000");
  }

  /// As in UTF-16, taken for UTF-8.
  private void check(int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (near[i] == 0) {
        throw noText();
      }
    }
  }
}
