package dev.giftwarden.gift.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem.FieldError;
import dev.giftwarden.edge.testing.GoldenRequests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipientSheetTest {

  /// In the place of each of these something else is tried.
  private static final Map<String, String> GOOD = new LinkedHashMap<>();

  static {
    GOOD.put("name", "Zoë");
    GOOD.put("email", "zoe@example.org");
    GOOD.put("phone", "+49 30 1234567");
    GOOD.put("line1", "Hauptstraße 1");
    GOOD.put("line2", "Hof");
    GOOD.put("city", "Berlin");
    GOOD.put("region", "Berlin");
    GOOD.put("postalCode", "10115");
    GOOD.put("country", "DE");
    GOOD.put("subAccount", "sales");
  }

  private static final List<String> NO_TEXT =
      List.of(
          "\u001b[31ma",
          "a\u007f",
          "a\tb",
          "a\r\nb",
          "\u202eevil",
          "\u200b",
          "\u00a0",
          "  ",
          "a\uffff",
          "x".repeat(2_000));

  private static RecipientSheet.Part read(String text) {
    List<RecipientSheet.Part> parts = parts(text.getBytes(UTF_8));
    assertThat(parts).hasSize(1);
    return parts.getFirst();
  }

  private static List<RecipientSheet.Part> parts(byte[] octets) {
    try {
      RecipientSheet sheet = RecipientSheet.open(new ByteArrayInputStream(octets));
      List<RecipientSheet.Part> parts = new ArrayList<>();
      do {
        parts.add(sheet.next());
      } while (!parts.getLast().isLast());
      return parts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RecipientSheet.Row only(Map<String, String> row) {
    String fields =
        row.values().stream()
            .map(value -> '"' + value.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(","));
    return read(String.join(",", row.keySet()) + "\r\n" + fields).rows().getFirst();
  }

  private static List<FieldError> faults(RecipientSheet.Row row) {
    return switch (row) {
      case RecipientSheet.Row.Faulty(var problem) -> problem.errors();
      case RecipientSheet.Row.Somebody _ -> List.of();
    };
  }

  @Test
  @DisplayName("G6 E2 a sheet has the bytes that another program computes for it")
  void hasGoldenBytes() {
    var golden = GoldenRequests.named("recipient-import");
    var key = IdempotencyKey.parse(golden.word()).orElseThrow();
    RecipientSheet.Part sheet =
        read(
            """
            subAccount,name,email,phone,line1,city,postalCode,country
            sales,Zoë,zoe@example.org,+49 30 1234567,Hauptstraße 1,Berlin,10115,de
            ,Nobody,,,,,,
            ,A,a@b.example,,,,,
            """);

    assertThat(GoldenRequests.bytes(sheet.canonical())).isEqualTo(golden.request());
    assertThat(GoldenRequests.fingerprint(key, sheet.canonical())).isEqualTo(golden.fingerprint());
    assertThat(sheet.toString()).doesNotContain("Zoë", "zoe", "Berlin");
  }

  @Test
  @DisplayName("G6 E2 people, their order and their place are what a sheet says, and nothing else")
  void tellsApart() {
    String one = "name,email\na,a@example.org\nb,b@example.org\n";
    assertThat(
            Stream.of(
                one,
                "\ufeff" + one,
                one.replace("\n", "\r\n"),
                "email,name,phone\n\na@example.org,\"a\",\n\"b@example.org\",b,"))
        .map(text -> GoldenRequests.bytes(read(text).canonical()))
        .containsOnly(GoldenRequests.bytes(read(one).canonical()));

    assertThat(
            Stream.of(
                one,
                "name,email\nb,b@example.org\na,a@example.org\n",
                "name,email\na,a@example.org\n",
                "name,email\na,\nb,b@example.org\n",
                one + ",\n",
                "name,email\nA,a@example.org\nb,b@example.org\n",
                "name,email,subAccount\na,a@example.org,sales\nb,b@example.org,\n"))
        .map(text -> GoldenRequests.bytes(read(text).canonical()))
        .doesNotHaveDuplicates();
  }

  static List<String> columns() {
    return List.copyOf(GOOD.keySet());
  }

  @ParameterizedTest(name = "E1 {0}")
  @MethodSource("columns")
  @DisplayName("E1 K4 what is no text is refused in every column, which is named, and not quoted:")
  void refusesWhatIsNoText(String column) {
    assertThat(faults(only(GOOD))).isEmpty();
    for (String text : NO_TEXT) {
      Map<String, String> spoilt = new LinkedHashMap<>(GOOD);
      spoilt.put(column, text);

      assertThat(faults(only(spoilt)))
          .as("%s: %s", column, text)
          .singleElement()
          .satisfies((FieldError fault) -> {
            assertThat(fault.field()).isEqualTo(column);
            assertThat(fault.message()).isNotBlank();
          });
    }
  }

  @Test
  @DisplayName("E1 each fault of a row is named, of an address the first")
  void namesEachFault() {
    RecipientSheet.Part sheet =
        read(
            """
            name,email,phone,line1,city,country,subAccount
            ,,030,,Berlin,XX,No Slug
            Ada,ada@example.org,,1 Dorset Street,,,
            Ada,ada@example.org
            Ada,ada@example.org,,,,,,,
            """);

    List<List<String>> named =
        sheet.rows().stream()
            .map(row -> faults(row).stream().map(FieldError::field).toList())
            .toList();
    assertThat(named)
        .isEqualTo(
            List.of(
                List.of("name", "email", "phone", "line1", "subAccount"),
                List.of("city"),
                List.of(),
                List.of()));
    assertThat(sheet.rows()).allMatch(RecipientSheet.Row.Faulty.class::isInstance);
  }

  @ParameterizedTest(name = "E1 {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no columns           | a@example.org;A
          no name              | email;phone#a@example.org;
          a column twice       | name;email;name#A;a@example.org;A
          another column       | name;email;birthday#A;a@example.org;
          a column without one | name;email;#A;a@example.org;
          columns in capitals  | NAME;EMAIL#A;a@example.org
          blanks around one    | name; email#A;a@example.org
          broken columns       | name;em"ail#A;a@example.org
          no rows              | name;email#
          a quote left open    | name;email#"A;a@example.org
          """)
  @DisplayName("E1 what is no table of recipients is none, whatever its rows may be:")
  void refusesWhole(String what, String sheet) {
    String text = sheet.replace(';', ',').replace('#', '\n');

    assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidValue.class);
  }

  @Test
  @DisplayName("E1 nothing, more than 10,000 rows and another encoding than UTF-8 are no sheet")
  void refusesOthers() {
    String good = "name,email\nZoë,zoe@example.org\n";
    String row = "A,a@example.org\n";
    assertThat(parts(("name,email\n" + row.repeat(10_000)).getBytes(UTF_8)))
        .hasSize(100)
        .allMatch(part -> part.rows().size() == 100);

    for (byte[] sheet :
        List.of(
            new byte[0],
            "\n\n".getBytes(UTF_8),
            ("name,email\n" + row.repeat(10_001)).getBytes(UTF_8),
            good.getBytes(ISO_8859_1),
            good.getBytes(UTF_16),
            good.replace("Zo", "Z\0o").getBytes(UTF_8))) {
      assertThatThrownBy(() -> parts(sheet)).isInstanceOf(InvalidValue.class);
    }
  }

  @Test
  @DisplayName("E7 of a table of any length some rows are in memory, and what is near them")
  void readsAsItComes() throws IOException {
    String row = "Ada Lovelace,ada@example.org,1 Dorset Street,London,GB\n";
    int columns = "name,email,line1,city,country\n".length();
    var counted =
        new InputStream() {
          private final byte[] all =
              ("name,email,line1,city,country\n" + row.repeat(10_000)).getBytes(UTF_8);
          private int at;

          @Override
          public int read() {
            return at < all.length ? all[at++] : -1;
          }

          @Override
          public int read(byte[] into, int from, int most) { // less than asked for, as it comes
            int length = Math.min(Math.min(most, 1000), all.length - at);
            System.arraycopy(all, at, into, from, length);
            at += length;
            return length == 0 ? -1 : length;
          }
        };
    RecipientSheet sheet = RecipientSheet.open(counted);
    for (int part = 1; part <= 100; part++) {
      assertThat(sheet.next().rows()).hasSize(100);
      assertThat(counted.at)
          .as("octets read of %d rows", part * 100)
          .isLessThan(columns + part * 100 * row.length() + 3 * 8192);
    }
  }

  @Test
  @DisplayName("E1 G6 what cannot be read on says how many rows above it are done")
  void saysWhatIsDone() {
    String good = "name,email\n" + "A,a@example.org\n".repeat(250);
    assertThatThrownBy(() -> parts((good + "\"").getBytes(UTF_8)))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("closing quote")
        .hasMessageEndingWith("; rows 1 to 200 are done");
    assertThatThrownBy(() -> parts((good + "\"").replace("A", "\0").getBytes(UTF_8)))
        .hasMessageContaining("UTF-8")
        .hasMessageNotContaining("done");
  }

  @Test
  @DisplayName("G6 E2 a part of a table is another one where its rows, place or end differ")
  void tellsPartsApart() {
    String row = "A,a@example.org\n";
    Function<Integer, List<String>> written =
        rows ->
            parts(("name,email\n" + row.repeat(rows)).getBytes(UTF_8)).stream()
                .map(part -> GoldenRequests.bytes(part.canonical()))
                .toList();

    List<String> two = written.apply(200);
    List<String> more = written.apply(300);
    assertThat(Stream.concat(two.stream(), more.stream().skip(1))).doesNotHaveDuplicates();
    assertThat(more.getFirst()).isEqualTo(two.getFirst());
    assertThat(written.apply(100).getFirst()).as("the whole").isNotEqualTo(two.getFirst());
  }
}
