package dev.giftwarden.gift.database;

import static dev.giftwarden.gift.database.GiftDatabase.application;
import static dev.giftwarden.gift.database.GiftDatabase.enter;
import static dev.giftwarden.gift.database.GiftDatabase.id;
import static dev.giftwarden.gift.database.GiftDatabase.openBudget;
import static dev.giftwarden.gift.database.GiftDatabase.update;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the database holds true of money, whatever the code does.
class LedgerTest {

  private static final String ACCOUNT = "ledger-acme";
  private static final String MOVE =
      "update budget set available = available + ?, version = version + 1 where id = ?";

  private Connection connection;
  private String budget;

  @BeforeEach
  void openABudget() throws SQLException {
    connection = application();
    enter(connection, ACCOUNT, "live", "*");
    budget = openBudget(connection, ACCOUNT, null, "live", 100);
    connection.commit();
    enter(connection, ACCOUNT, "live", "*");
  }

  @AfterEach
  void close() throws SQLException {
    connection.rollback();
    connection.close();
  }

  @Test
  @DisplayName("G4 an entry whose lines sum to 0 and end where the budget stands is kept")
  void keepsABalancedEntry() throws SQLException {
    update(connection, MOVE, -30, budget);
    entry(-30, 30, 2, 70);

    assertThatCode(connection::commit).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("G4 an entry that does not sum to 0 is refused")
  void refusesAnUnbalancedEntry() throws SQLException {
    update(connection, MOVE, -30, budget);

    assertThatThrownBy(() -> entry(-30, 29, 2, 70))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("sum to 0");
  }

  @Test
  @DisplayName("G4 an entry of one line is refused")
  void refusesHalfAnEntry() throws SQLException {
    update(connection, MOVE, -30, budget);

    String half =
        """
        insert into ledger_line (entry_id, line, account, environment, book, budget_id, amount,
                                 currency, version, balance, recorded_at)
        values (?, ?, ?, 'live', 'available', ?, -30, 'EUR', ?, 70, now())
        """;
    for (int line = 1; line <= 2; line++) {
      int number = line;
      assertThatThrownBy(() -> update(connection, half, id("ent_"), number, ACCOUNT, budget, 2L))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("not two of one budget");
      connection.rollback();
      enter(connection, ACCOUNT, "live", "*");
    }
  }

  @Test
  @DisplayName("G4 a balance that moves without an entry is refused")
  void refusesAMovementWithoutAnEntry() throws SQLException {
    update(connection, MOVE, -30, budget);

    refusedWith("budget_shows_the_end_of_its_ledger");
  }

  @Test
  @DisplayName("G4 a balance that moves otherwise than its entry says is refused")
  void refusesAMovementOfAnotherAmount() throws SQLException {
    update(connection, MOVE, -31, budget);
    entry(-30, 30, 2, 70);

    refusedWith("budget_shows_the_end_of_its_ledger");
  }

  @Test
  @DisplayName("G4 an entry that does not begin where the one before it ended is refused")
  void refusesABrokenChain() throws SQLException {
    update(connection, MOVE, -30, budget);

    assertThatThrownBy(() -> entry(-20, 20, 2, 70))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("previous");
  }

  @Test
  @DisplayName("G4 two entries cannot follow the same one")
  void refusesAFork() throws SQLException {
    update(connection, MOVE, -30, budget);
    entry(-30, 30, 2, 70);

    assertThatThrownBy(() -> entry(-10, 10, 2, 90))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("ledger_line_budget_id_version_key");
  }

  @Test
  @DisplayName("G3 a budget cannot fall below 0 or rise above what it was given")
  void staysWithinItsBounds() {
    assertThatThrownBy(() -> update(connection, MOVE, -101, budget))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("budget_check");
  }

  private void entry(long toAvailable, long other, long version, long balance) throws SQLException {
    GiftDatabase.entry(connection, id("ent_"), budget, toAvailable, other, version, balance);
  }

  private void refusedWith(String words) {
    assertThatThrownBy(connection::commit)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(words);
  }
}
