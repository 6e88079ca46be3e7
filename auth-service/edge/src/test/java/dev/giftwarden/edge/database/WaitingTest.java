package dev.giftwarden.edge.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Statements of a transaction that are sent with the next one, or with the commit.
class WaitingTest {
  private static final String INSERT = "insert into thing (name) values (:name)";

  private static AgroalDataSource pool;
  private static Database database;

  @BeforeAll
  static void createTable() throws SQLException {
    pool = OneConnection.open();
    database = new Database(pool);
    database
        .sql("create temp table thing (name text unique deferrable initially deferred)")
        .update();
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @BeforeEach
  void empty() {
    database.sql("truncate thing").update();
  }

  @Test
  void whatWaitsGoesBeforeTheNextStatementAndWithTheCommit() {
    String seen =
        database.transaction(transaction -> {
          transaction.enterWith(
              "select set_config('test.account', :account, true);", Map.of("account", "acme"));
          transaction.sql(INSERT).set("name", "a").later();
          transaction.sql(INSERT).set("name", null).later();
          String of =
              transaction
                  .sql(
                      "select count(*)::text || ' of ' || current_setting('test.account') as x from thing")
                  .only(row -> row.text("x"));
          transaction.sql(INSERT).set("name", "c").later();
          return of;
        });
    assertThat(seen).isEqualTo("2 of acme");
    long many = database.sql("select count(*) as many from thing").only(row -> row.number("many"));
    assertThat(many).isEqualTo(3);
  }

  @Test
  void rowsAreThoseOfTheStatementItselfBehindAnyThatHaveRowsToo() {
    assertThat(
            database.<Integer>transaction(transaction -> {
              transaction.sql("select 1 as x").later();
              transaction.sql(INSERT).set("name", "a").later();
              transaction.sql("select 3 as x").later();
              return transaction.sql("update thing set name = name || 'b'").update();
            }))
        .isEqualTo(1);
    assertThat(things()).containsExactly("ab");
  }

  @Test
  void whereOneFailsThatWaitedNothingIsCommitted() {
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() ->
            database.transaction(transaction -> {
              transaction.sql(INSERT).set("name", "a").update();
              transaction.sql("select 1 / 0").later();
              transaction.sql(INSERT).set("name", "b").update();
              return "done";
            }));
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() ->
            database.transaction(transaction -> {
              transaction.sql(INSERT).set("name", "c").update();
              transaction.sql("select 1 / 0").later();
              return "done";
            }));
    assertThat(things()).isEmpty();
  }

  @Test
  void whatWaitsForACommitThatFailsIsNotThere() {
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() ->
            database.transaction(transaction -> {
              transaction.sql(INSERT).set("name", "a").later();
              transaction.sql(INSERT).set("name", "a").later();
              return "done";
            }));
    assertThat(things()).isEmpty();
    database.sql(INSERT).set("name", "b").update();
    assertThat(things()).containsExactly("b");
  }

  @Test
  void whatWaitsIsForgottenWhereTheTransactionIsUndone() {
    var _ =
        database.transaction(transaction -> {
          transaction.sql(INSERT).set("name", "a").later();
          transaction.undo();
          return "refused";
        });
    assertThat(things()).isEmpty();
  }

  @Test
  void nothingWaitsOutsideATransaction() {
    assertThatThrownBy(() -> database.sql(INSERT).set("name", "a").later())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            database.session(session -> {
              session.sql(INSERT).set("name", "a").later();
              return "done";
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(things()).isEmpty();
  }

  @Test
  void noConnectionIsLentWhileStatementsWait() {
    assertThatThrownBy(() ->
            database.transaction(transaction -> {
              transaction.sql(INSERT).set("name", "a").later();
              transaction.lend(_ -> {});
              return "done";
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(things()).isEmpty();
  }

  private static List<String> things() {
    return database.sql("select name from thing order by name").list(row -> row.text("name"));
  }
}
