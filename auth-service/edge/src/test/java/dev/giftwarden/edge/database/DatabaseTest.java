package dev.giftwarden.edge.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Transactions, sessions and what is sent before a statement.
class DatabaseTest {
  private static final String INSERT = "insert into thing (name) values (:name)";

  /// Says for whom, and counts how often it did.
  private static final String ENTER =
      "select nextval('entrance'), set_config('test.account', :account, true);";

  private static final String WHO =
      "select current_setting('test.account', true) as account, :account as own";

  private static AgroalDataSource pool;
  private static Database database;

  @BeforeAll
  static void createTables() throws SQLException {
    pool = OneConnection.open();
    database = new Database(pool);
    database
        .sql("create temp table thing (name text unique deferrable initially deferred)")
        .update();
    database.sql("create temp sequence entrance").update();
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @BeforeEach
  void empty() {
    database.sql("truncate thing").update();
    database.sql("select setval('entrance', 100)").exists();
  }

  @Test
  void aTransactionThatReturnsIsCommitted() {
    String told =
        database.transaction(transaction -> {
          insert(transaction, "a");
          insert(transaction, "b");
          return "done";
        });
    assertThat(told).isEqualTo("done");
    assertThat(things()).containsExactly("a", "b");
  }

  @Test
  void oneThatIsUndoneIsRolledBackAndStillSaysSomething() {
    String told =
        database.transaction(transaction -> {
          insert(transaction, "a");
          transaction.undo();
          return "refused";
        });
    assertThat(told).isEqualTo("refused");
    assertThat(things()).isEmpty();
  }

  @Test
  void oneThatThrowsIsRolledBack() {
    assertThatThrownBy(() ->
            database.transaction(transaction -> {
              insert(transaction, "a");
              throw new IllegalStateException("ours");
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("ours")
        .hasNoSuppressedExceptions();
    assertThat(things()).isEmpty();
  }

  @Test
  void whatTheCommitRefusesHasNotHappened() {
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() ->
            database.transaction(
                transaction -> insert(transaction, "a") + insert(transaction, "a")))
        .satisfies(e -> assertThat(e.getCause()).hasMessageContaining("thing_name_key"));
    assertThat(things()).isEmpty();
  }

  @Test
  void aFailureThatTheWorkSwallowsIsNoCommit() {
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() ->
            database.transaction(transaction -> {
              insert(transaction, "a");
              assertThatThrownBy(() -> transaction.sql("select 1 / 0").exists())
                  .isInstanceOf(DatabaseException.class);
              return "done";
            }));
    assertThat(things()).isEmpty();
  }

  @Test
  void aConnectionComesBackWithEachStatementItsOwnTransaction() throws SQLException {
    List<Runnable> uses =
        List.of(
            () -> database.transaction(transaction -> insert(transaction, "a")),
            () ->
                database.transaction(transaction -> {
                  transaction.undo();
                  return insert(transaction, "b");
                }),
            () -> database.transaction(transaction -> transaction.sql("select 1 / 0").exists()),
            () -> database.session(session -> session.sql("select 1 / 0").exists()),
            () -> database.sql("select 1 / 0").exists(),
            () -> database.sql("select :x").exists());
    for (Runnable use : uses) {
      try {
        use.run();
      } catch (DatabaseException | IllegalArgumentException expected) {
        // What comes after it is the question here.
      }
      try (var connection = pool.getConnection()) {
        assertThat(connection.getAutoCommit()).isTrue();
      }
      assertThat(database.sql("select 1").exists()).isTrue();
    }
    assertThat(things()).containsExactly("a");
  }

  @Test
  void aSessionIsOneConnectionAndNoTransaction() {
    assertThatThrownBy(() ->
            database.session(session -> {
              insert(session, "a");
              throw new IllegalStateException("ours");
            }))
        .hasMessage("ours");
    assertThat(things()).containsExactly("a");
  }

  @Test
  @DisplayName("K2 a transaction is entered once, with its first statement, and forgets afterwards")
  void entersATransactionOnce() {
    List<String> told =
        database.transaction(transaction -> {
          transaction.enterWith(ENTER, Map.of("account", "acme"));
          return List.of(who(transaction), who(transaction));
        });
    assertThat(told).containsExactly("acme", "acme");
    assertThat(entered()).isOne();
    assertThat(database.session(DatabaseTest::who)).isEmpty();
  }

  @Test
  @DisplayName("K2 outside a transaction each statement is entered, and forgets at once")
  void entersEachStatement() {
    List<String> told =
        database.session(session -> {
          session.enterWith(ENTER, Map.of("account", "acme"));
          return List.of(who(session), who(session));
        });
    assertThat(told).containsExactly("acme", "acme");
    assertThat(entered()).isEqualTo(2);
    assertThat(database.session(DatabaseTest::who)).isEmpty();
  }

  @Test
  void whatIsEnteredWithHasParametersOfItsOwn() {
    String own =
        database.session(session -> {
          session.enterWith(ENTER, Map.of("account", "acme"));
          return session.sql(WHO).set("account", "other").only(row -> row.text("own"));
        });
    assertThat(own).isEqualTo("other");
  }

  @Test
  void countsWhatIsWrittenBehindTheEntrance() {
    int written =
        database.transaction(transaction -> {
          transaction.enterWith(ENTER, Map.of("account", "acme"));
          return transaction.sql("insert into thing (name) values ('a'), ('b')").update();
        });
    assertThat(written).isEqualTo(2);
  }

  @Test
  @DisplayName("K2 a statement that is entered alone takes no null; in a transaction it does")
  void takesNoNullAlone() {
    assertThatThrownBy(() ->
            database.session(session -> {
              session.enterWith(ENTER, Map.of("account", "acme"));
              return session.sql(INSERT).set("name", null).update();
            }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outside a transaction there is no null: :name");
    assertThat(entered()).isZero();

    int written =
        database.transaction(transaction -> {
          transaction.enterWith(ENTER, Map.of("account", "acme"));
          return transaction.sql(INSERT).set("name", null).update();
        });
    assertThat(written).isOne();
  }

  @Test
  @DisplayName("K2 where the entrance fails, the statement is not looked at")
  void failsAtTheEntrance() {
    assertThatThrownBy(() ->
            database.session(session -> {
              session.enterWith("select 1 / :nought;", Map.of("nought", 0));
              return insert(session, "a");
            }))
        .isInstanceOf(DatabaseException.class);
    assertThat(things()).isEmpty();
  }

  @Test
  void aListenerIsWokenByANotificationAndByItsTime() {
    boolean woken =
        database.session(session -> {
          session.sql("listen thing").update();
          session.sql("notify thing").update();
          return session.awaitNotification(Duration.ofSeconds(20));
        });
    assertThat(woken).isTrue();
    assertThat(database.<Boolean>session(session -> session.awaitNotification(Duration.ZERO)))
        .isFalse();
    database.sql("unlisten *").update();
  }

  @Test
  void whatTakesAConnectionIsPartOfTheTransaction() {
    database.transaction(transaction -> {
      transaction.undo();
      return transaction.with(DatabaseTest::insertByHand);
    });
    assertThat(things()).isEmpty();

    database.lend(DatabaseTest::insertByHand);
    assertThat(things()).containsExactly("a");
  }

  @Test
  void aDatabaseThatIsAwayIsNoOutcome() throws SQLException {
    AgroalDataSource closed = OneConnection.open();
    closed.close();
    Database away = new Database(closed);
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> away.sql("select 1").exists())
        .matches(DatabaseException::willPass);
    assertThatExceptionOfType(DatabaseException.class)
        .isThrownBy(() -> away.transaction(_ -> "done"));
    assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> away.session(_ -> "done"));
  }

  private static int insert(Session session, String name) {
    return session.sql(INSERT).set("name", name).update();
  }

  private static int insertByHand(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate("insert into thing (name) values ('a')");
    }
  }

  private static String who(Session session) {
    return session
        .sql(WHO)
        .set("account", "own")
        .only(row -> row.optionalText("account").orElse(""));
  }

  private static List<String> things() {
    return database.sql("select name from thing order by name").list(row -> row.text("name"));
  }

  private static long entered() {
    return database
        .sql("select case when is_called then last_value - 100 else 0 end as count from entrance")
        .only(row -> row.number("count"));
  }
}
