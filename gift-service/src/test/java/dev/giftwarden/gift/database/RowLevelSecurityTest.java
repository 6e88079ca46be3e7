package dev.giftwarden.gift.database;

import static dev.giftwarden.gift.database.GiftDatabase.application;
import static dev.giftwarden.gift.database.GiftDatabase.enter;
import static dev.giftwarden.gift.database.GiftDatabase.number;
import static dev.giftwarden.gift.database.GiftDatabase.openBudget;
import static dev.giftwarden.gift.database.GiftDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Below the code: the application's role on the tables themselves, with SQL that forgets every
/// `where`.
class RowLevelSecurityTest {

  private static final String COUNT = "select count(*) from budget where id = ?";

  private static String ofSales;
  private static String ofHr;
  private static String ofAccount;
  private static String ofTest;

  @BeforeAll
  static void openBudgets() throws SQLException {
    ofSales = opened("sales", "live", "*");
    ofHr = opened("hr-dept", "live", "*");
    ofAccount = opened(null, "live", "*");
    ofTest = opened("sales", "test", "*");
  }

  private static String opened(@Nullable String subAccount, String environment, String entered)
      throws SQLException {
    try (Connection connection = application()) {
      enter(connection, "rls-acme", environment, entered);
      String id = openBudget(connection, "rls-acme", subAccount, environment, 100);
      connection.commit();
      return id;
    }
  }

  @ParameterizedTest(
      name = "K2 {0}/{1}/{2} sees sales {3}, hr {4}, the account''s own {5}, test {6}")
  @CsvSource({
    "rls-acme, live, *,            1, 1, 1, 0",
    "rls-acme, live, sales,        1, 0, 0, 0",
    "rls-acme, live, hr-dept,      0, 1, 0, 0",
    "rls-acme, live, 'sales,hr-dept', 1, 1, 0, 0",
    "rls-acme, live, other,        0, 0, 0, 0",
    "rls-acme, live, '',           0, 0, 0, 0",
    "rls-acme, test, *,            0, 0, 0, 1",
    "rls-acme, '',   *,            0, 0, 0, 0",
    "bluebird, live, *,            0, 0, 0, 0",
    "'',       live, *,            0, 0, 0, 0",
    "*,        live, *,            0, 0, 0, 0",
  })
  @DisplayName("K2 a transaction sees the rows of the tenant it entered, and no other")
  void sees(
      String account,
      String environment,
      String subAccounts,
      long sales,
      long hr,
      long own,
      long test)
      throws SQLException {
    try (Connection connection = application()) {
      enter(connection, account, environment, subAccounts);

      assertThat(
              List.of(
                  number(connection, COUNT, ofSales),
                  number(connection, COUNT, ofHr),
                  number(connection, COUNT, ofAccount),
                  number(connection, COUNT, ofTest)))
          .containsExactly(sales, hr, own, test);
    }
  }

  /// All that say whose a row is, from the catalogue: a new one cannot be forgotten.
  static List<String> tables() throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Connection connection = application();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                select relname from pg_class join pg_attribute on attrelid = pg_class.oid
                 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                   and attname = 'account'
                 order by relname
                """);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        tables.add(row.getString("relname"));
      }
    }
    return tables;
  }

  @ParameterizedTest(name = "K2 {0}")
  @MethodSource("tables")
  @DisplayName("K2 a transaction that entered nowhere sees nothing")
  void unsetSeesNothing(String table) throws SQLException {
    try (Connection connection = application()) {
      assertThat(number(connection, "select count(*) from " + table)).isZero();
    }
  }

  private static final String LINKS =
      "select count(*) from gift_link where secret_hash = decode('%s', 'hex')";

  @Test
  @DisplayName(
      "K6 whoever brings the hash of a link sees its row, and whoever brings another does not")
  void bearerSeesOneLink() throws SQLException {
    String hash = "a1".repeat(32);
    try (Connection connection = application()) {
      enter(connection, "rls-acme", "live", "*");
      GiftDatabase.linkAGift(connection, ofAccount, hash);
      enter(connection, "", "", "");
      assertThat(number(connection, LINKS.formatted(hash))).isZero();

      bring(connection, "b2".repeat(32));
      assertThat(number(connection, LINKS.formatted(hash))).isZero();
      bring(connection, hash);
      assertThat(number(connection, "select count(*) from gift_link")).isEqualTo(1);
      assertThat(update(connection, "update gift_link set secret_hash = secret_hash")).isZero();
    }
  }

  private static void bring(Connection connection, String hash) throws SQLException {
    assertThat(number(connection, "select length(set_config('app.link', ?, true))", hash))
        .isEqualTo(hash.length());
  }

  @Test
  @DisplayName("K2 what one transaction entered, the next on the same connection has left")
  void contextEndsWithTheTransaction() throws SQLException {
    try (Connection connection = application()) {
      enter(connection, "rls-acme", "live", "*");
      assertThat(number(connection, COUNT, ofSales)).isEqualTo(1);
      connection.commit();

      assertThat(number(connection, COUNT, ofSales)).isZero();
    }
  }

  /// Endpoints it sees: its trigger queues what they are told.
  static List<String> tablesButEndpoints() throws SQLException {
    return tables().stream().filter(table -> !table.equals("webhook")).toList();
  }

  @ParameterizedTest(name = "K2 {0}")
  @MethodSource("tablesButEndpoints")
  @DisplayName("K2 the owner of the tables is held to the same, unless it disables it")
  void ownerIsHeldToo(String table) throws SQLException {
    try (Connection connection = GiftDatabase.as("gift_owner")) {
      assertThat(number(connection, "select count(*) from " + table)).isZero();
    }
  }

  @Test
  @DisplayName("K2 nobody writes a row for somebody else")
  void refusesForeignRow() throws SQLException {
    try (Connection connection = application()) {
      enter(connection, "rls-acme", "live", "sales");

      assertThatThrownBy(() -> openBudget(connection, "bluebird", "sales", "live", 1))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("row-level security");
    }
  }

  @Test
  @DisplayName("K3 nobody moves another's money: the statement finds no row")
  void changesNothingOfOthers() throws SQLException {
    try (Connection connection = application()) {
      enter(connection, "rls-acme", "live", "hr-dept");

      assertThat(
              update(
                  connection,
                  "update budget set available = 0, version = version + 1 where id = ?",
                  ofSales))
          .isZero();
    }
  }

  private static final String SPENT = "select coalesce(sum(spent), 0) from key_spending";
  private static final String SPEND =
      """
      insert into key_spending (account, environment, root, currency, period, started_at, spent)
      values (?, ?, 'Rls000000001', 'EUR', 'day', date_trunc('day', now()), 5)
      """;

  @ParameterizedTest(name = "K2 K18 {0}/{1} sees {2}")
  @CsvSource({"rls-spend, live, 5", "rls-spend, test, 0", "bluebird, live, 0", "'', live, 0"})
  @DisplayName("K2 K18 what an account's keys have spent, no other sees, changes or writes")
  void spendingIsItsAccounts(String account, String environment, long seen) throws SQLException {
    try (Connection connection = application()) {
      enter(connection, "rls-spend", "live", "*");
      update(connection, SPEND, "rls-spend", "live");
      enter(connection, account, environment, "*");

      assertThat(number(connection, SPENT)).isEqualTo(seen);
      assertThat(update(connection, "update key_spending set spent = 0")).isEqualTo(seen / 5);
      if (seen == 0) {
        assertThatThrownBy(() -> update(connection, SPEND, "rls-spend", "live"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("row-level security");
      }
    }
  }
}
