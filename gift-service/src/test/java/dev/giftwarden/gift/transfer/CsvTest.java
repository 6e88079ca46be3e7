package dev.giftwarden.gift.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {

  /// `|` for a line's end, `_` for CR alone, `'` for a quote.
  private static String text(String written) {
    return written.replace('|', '\n').replace('_', '\r').replace('\'', '"');
  }

  private static List<Csv.Entry> entries(String text) {
    return entries(new StringReader(text));
  }

  private static List<Csv.Entry> entries(Reader text) {
    try {
      var csv = new Csv(text);
      List<Csv.Entry> entries = new ArrayList<>();
      while (!csv.isAtEnd()) {
        entries.add(csv.next().orElseThrow());
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String text) {
    return entries(text).stream()
        .map(entry ->
            switch (entry) {
              case Csv.Entry.Fields(List<String> fields) -> String.join("+", fields);
              case Csv.Entry.Broken _ -> "BROKEN";
            })
        .collect(Collectors.joining("/"))
        .replace('\n', '|')
        .replace('\r', '_')
        .replace('"', '\'');
  }

  @ParameterizedTest(name = "E1 {0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      emptyValue = "",
      textBlock =
          """
          fields                          ; a,b,c        ; a+b+c
          lines that end with LF          ; a,b|c,d|     ; a+b/c+d
          with CR and LF                  ; a,b_|c,d_|   ; a+b/c+d
          the last without an end         ; a|b          ; a/b
          the last with CR alone          ; a_           ; a
          empty fields                    ; ,a,          ; +a+
          a quoted empty one              ; '',a         ; +a
          empty lines                     ; ||a|_||b||   ; a/b
          a comma in quotes               ; 'a,b',c      ; a,b+c
          a line in quotes                ; 'a|b',c|d    ; a|b+c/d
          CR and LF in quotes             ; 'a_|b'       ; a_|b
          a quote twice                   ; 'a''b'       ; a'b
          nothing but a quote             ; ''''         ; '
          two of them                     ; ''''''       ; ''
          blanks are part of a field      ; x, a ,b      ; x+ a +b
          a quote in a plain field        ; a'b,c|d      ; BROKEN/d
          text behind a closing quote     ; 'a'b,c|d     ; BROKEN/d
          a blank behind one              ; 'a' ,c|d     ; BROKEN/d
          a CR in a plain field           ; a_b,c|d      ; BROKEN/d
          a broken one at the end         ; a|b'         ; a/BROKEN
          """)
  @DisplayName("E1 a table is read as RFC 4180 has it, and what is not so is broken alone:")
  void reads(String what, String written, String wanted) {
    assertThat(read(text(written.strip()))).isEqualTo(wanted);
  }

  @ParameterizedTest(name = "E1 {0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      textBlock =
          """
          a quote that never closes   ; 'a,b|c
          one at the end              ; a|'
          three                       ; '''
          """)
  @DisplayName("E1 nobody can say what is behind a quote that never closes:")
  void refuses(String what, String written) {
    assertThatThrownBy(() -> read(text(written.strip()))).isInstanceOf(InvalidValue.class);
  }

  /// As a body arrives from somebody who sends each character by itself.
  private static Reader dripping(String text) {
    return new FilterReader(new StringReader(text)) {
      @Override
      public int read(char[] into, int from, int most) throws IOException {
        return super.read(into, from, Math.min(most, 1));
      }
    };
  }

  @Test
  @DisplayName("E1 a table is the same in whatever pieces it comes, and U+0000 is found in any")
  void inPieces() {
    String table = text("a,'b''|c'_|d|");
    assertThat(entries(dripping(table))).isEqualTo(entries(table)).hasSize(2);
    for (String not : List.of("\0a,b", "a\0,b", "a,b\n\0")) {
      assertThatThrownBy(() -> entries(dripping(not))).isInstanceOf(InvalidValue.class);
      assertThatThrownBy(() -> entries(not)).isInstanceOf(InvalidValue.class);
    }
  }

  @Test
  @DisplayName(
      "E1 a record has 16,384 characters, and one of more is broken alone, however it ends")
  void refusesTooLong() {
    String most = "x".repeat(Csv.MOST_CHARS - 2);

    assertThat(read(most + ",y\nz")).isEqualTo(most + "+y/z");
    assertThat(read(most + ",yy\nz")).isEqualTo("BROKEN/z");
    assertThat(read("\"" + "a,\n\"\"".repeat(Csv.MOST_CHARS) + "\",b\nz")).isEqualTo("BROKEN/z");
    assertThat(read(",".repeat(100_000) + "\nz")).isEqualTo("BROKEN/z");
  }

  @Test
  @DisplayName("E1 whatever is written as RFC 4180 has it comes back, and no text ends otherwise")
  void comesBack() {
    var random = new Random(20261130);
    for (int round = 0; round < 2_000; round++) {
      List<String> fields = new ArrayList<>();
      do {
        fields.add(word(random));
      } while (random.nextInt(4) > 0);
      String line =
          fields.stream()
              .map(field -> '"' + field.replace("\"", "\"\"") + '"')
              .collect(Collectors.joining(","));
      assertThat(entries(line)).containsExactly(new Csv.Entry.Fields(fields));
      try {
        assertThat(entries(word(random))).hasSizeLessThan(20);
      } catch (InvalidValue unclosed) {
        assertThat(unclosed.wanted()).contains("quote");
      }
    }
  }

  private static String word(Random random) {
    return IntStream.range(0, random.nextInt(12))
        .mapToObj(_ -> String.valueOf("ab,\"\r\n \u00e9".charAt(random.nextInt(8))))
        .collect(Collectors.joining());
  }
}
