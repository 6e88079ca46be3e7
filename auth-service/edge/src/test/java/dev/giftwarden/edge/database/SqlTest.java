package dev.giftwarden.edge.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes into a statement and what comes out of its rows.
class SqlTest {
  private static final Instant MOMENT = Instant.parse("2026-11-29T23:59:59.123456Z");
  private static final Columns COLUMNS = Columns.of("id", "name");

  private static AgroalDataSource pool;
  private static Database database;

  @BeforeAll
  static void open() throws SQLException {
    pool = OneConnection.open();
    database = new Database(pool);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "':a', '?', 'a'",
    "'select :a_b2, :a_b2', 'select ?, ?', 'a_b2 a_b2'",
    "':b = any(:a)', '? = any(?)', 'b a'",
    "'x::text = :a::text', 'x::text = ?::text', 'a'",
    "'a[1:2] || now()', 'a[1:2] || now()', ",
  })
  void findsParametersAndNoCasts(String text, String sql, @Nullable String names) {
    assertThat(Parsed.of(text))
        .isEqualTo(new Parsed(sql, names == null ? List.of() : List.of(names.split(" "))));
  }

  @Test
  void bindsByNameInWhateverOrder() {
    String told =
        database
            .sql("select :b::text || :a::text || :b::text as told")
            .set("a", "1")
            .set("b", "2")
            .only(row -> row.text("told"));
    assertThat(told).isEqualTo("212");
  }

  @Test
  void readsRowByRow() {
    String numbers = "select n from generate_series(1, :last) as n";
    List<Long> seen = new ArrayList<>();
    var _ =
        database.transaction(transaction -> {
          transaction.sql(numbers).set("last", 5).forEach(2, row -> seen.add(row.number("n")));
          return seen;
        });
    database.sql(numbers).set("last", 1).forEach(2, row -> seen.add(row.number("n")));
    assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 1L);
  }

  @Test
  void refusesAStatementWithoutAValue() {
    assertThatThrownBy(() -> database.sql("select :a, :b").set("a", 1).exists())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no value for :b");
  }

  @Test
  void readsWhatItWrites() {
    UUID id = UUID.randomUUID();
    database
        .sql(
            """
            select :text::text as text, :number::int2 as small, :number::int8 as large,
                   :flag::boolean as flag, :at::timestamptz as at, :bytes::bytea as bytes,
                   :id::uuid as id, :texts::text[] as texts, :byte_strings::bytea[] as byte_strings
            """)
        .set("text", Optional.of("ü"))
        .set("number", 7)
        .set("flag", true)
        .set("at", Optional.of(MOMENT))
        .set("bytes", new byte[] {1})
        .set("id", id)
        .set("texts", new String[] {"a,b", "c"})
        .set("byte_strings", new byte[][] {{1, 2}, {}})
        .only(row -> {
          assertThat(row.text("text")).isEqualTo("ü");
          assertThat(row.number("small")).isEqualTo(7);
          assertThat(row.optionalNumber("large")).contains(7L);
          assertThat(row.flag("flag")).isTrue();
          assertThat(row.instant("at")).isEqualTo(MOMENT);
          assertThat(row.bytes("bytes")).containsExactly(1);
          assertThat(row.uuid("id")).isEqualTo(id);
          assertThat(row.texts("texts")).containsExactly("a,b", "c");
          assertThat(row.byteStrings("byte_strings"))
              .containsExactly(new byte[] {1, 2}, new byte[0]);
          return true;
        });
  }

  @Test
  void readsNoValueWhereThereMayBeNone() {
    database
        .sql(
            "select :a::text as text, null::int8 as number, null::timestamptz as at, null::bytea as b")
        .set("a", Optional.empty())
        .only(row -> {
          assertThat(row.optionalText("text")).isEmpty();
          assertThat(row.optionalNumber("number")).isEmpty();
          assertThat(row.optionalInstant("at")).isEmpty();
          assertThat(row.bytesOrNull("b")).isNull();
          return true;
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text", "int8", "boolean", "timestamptz", "bytea", "uuid", "text[]", "bytea[]"})
  void refusesNoValueWhereThereIsAlwaysOne(String type) {
    Row.Reader<Object> reader =
        switch (type) {
          case "text" -> row -> row.text("x");
          case "int8" -> row -> row.number("x");
          case "boolean" -> row -> row.flag("x");
          case "timestamptz" -> row -> row.instant("x");
          case "bytea" -> row -> row.bytes("x");
          case "uuid" -> row -> row.uuid("x");
          case "text[]" -> row -> row.texts("x");
          default -> row -> row.byteStrings("x");
        };
    assertThatThrownBy(() -> database.sql("select null::" + type + " as x").first(reader))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no value in the column x");
  }

  @Test
  void readsATimeWithoutEndAsOneThatCanBeWrittenDown() {
    long end =
        database
            .sql("select 'infinity'::timestamptz as at")
            .only(row -> row.instant("at").toEpochMilli());
    assertThat(end).isGreaterThan(MOMENT.toEpochMilli());
  }

  @Test
  void refusesAColumnThatIsNotThere() {
    assertThatThrownBy(() -> database.sql("select 1 as a").first(row -> row.number("b")))
        .isInstanceOf(DatabaseException.class);
  }

  @Test
  void firstAndExistsKnowARowFromNone() {
    assertThat(database.sql("select 1 as a where false").first(row -> row.number("a"))).isEmpty();
    assertThat(database.sql("select 1 where false").exists()).isFalse();
    assertThat(database.sql("select 1").exists()).isTrue();
  }

  @Test
  void columnsAreWrittenOnceForEveryStatement() {
    assertThat(COLUMNS.all()).isEqualTo("id, name");
    assertThat(COLUMNS.parameters()).isEqualTo(":id, :name");
    String told =
        database
            .sql(
                """
                select %s, %s
                from (values (1, 'one')) k (id, name), (values (2, 'two')) c (id, name)
                """
                    .formatted(COLUMNS.in("k"), COLUMNS.in("c")))
            .only(row -> told(row.in("k")) + told(row.in("c")));
    assertThat(told).isEqualTo("1one2two");
    assertThat(database.sql("select 1 as id, 'one' as name").only(SqlTest::told)).isEqualTo("1one");
  }

  private static String told(Row row) {
    return row.number("id") + row.text("name");
  }
}
