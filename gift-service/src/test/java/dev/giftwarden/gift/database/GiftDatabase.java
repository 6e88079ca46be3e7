package dev.giftwarden.gift.database;

import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.gift.id.RandomIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The service's own schema, spoken to without any of its code.
public final class GiftDatabase {

  private static final RandomIds IDS = new RandomIds(new Random(20261122));

  private GiftDatabase() {}

  public static String id(String prefix) {
    return prefix + IDS.next();
  }

  /// A transaction of the application's role.
  static Connection application() throws SQLException {
    return as("gift");
  }

  public static Connection as(String role) throws SQLException {
    TestDatabase database = TestDatabase.ofThisJvm();
    database.migrate(ServiceDatabase.GIFT);
    Connection connection = database.connect(ServiceDatabase.GIFT, role);
    connection.setAutoCommit(false);
    return connection;
  }

  /// Says whom the transaction acts for, as `Tenant.in` does.
  public static void enter(
      Connection connection, String account, String environment, String subAccounts)
      throws SQLException {
    try (PreparedStatement enter =
        connection.prepareStatement(
            """
            select set_config('app.account', ?, true), set_config('app.environment', ?, true),
                   set_config('app.sub_accounts', ?, true)
            """)) {
      enter.setString(1, account);
      enter.setString(2, environment);
      enter.setString(3, subAccounts);
      enter.execute();
    }
  }

  public static int update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  public static long number(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /// A budget with its first ledger entry, as the service would open it.
  static String openBudget(
      Connection connection,
      String account,
      @Nullable String subAccount,
      String environment,
      long amount)
      throws SQLException {
    String budget = id("bud_");
    update(
        connection,
        """
        insert into budget (id, account, sub_account, environment, granted, available, currency,
                            version, created_at)
        values (?, ?, ?, ?, ?, ?, 'EUR', 1, now())
        """,
        budget,
        account,
        subAccount,
        environment,
        amount,
        amount);
    entry(connection, "ent_" + budget, budget, amount, -amount, 1, amount);
    return budget;
  }

  /// A gift that nobody pays for, and its link. In the transaction's tenant, to be rolled back.
  ///
  /// @param budget of an account itself, live
  /// @param hash of the link's secret
  static void linkAGift(Connection connection, String budget, String hash) throws SQLException {
    String recipient = id("rcp_");
    String gift = id("gft_");
    update(
        connection,
        """
        insert into recipient (id, account, environment, name, email, created_at)
        select ?, account, environment, 'A', 'a@b.example', now() from budget where id = ?
        """,
        recipient,
        budget);
    update(
        connection,
        """
        insert into gift (id, account, environment, budget_id, recipient_id, amount, currency,
                          state, sent_at)
        select ?, account, environment, id, ?, 1, currency, 'sent', now() from budget where id = ?
        """,
        gift,
        recipient,
        budget);
    update(
        connection,
        """
        insert into gift_link (gift_id, account, environment, secret_hash, made_at)
        select id, account, environment, decode(?, 'hex'), now() from gift where id = ?
        """,
        hash,
        gift);
  }

  /// Between what a budget has available and where its money comes from, by one statement.
  static void entry(
      Connection connection,
      String entry,
      String budget,
      long toAvailable,
      long other,
      long version,
      long balance)
      throws SQLException {
    update(
        connection,
        """
        insert into ledger_line (entry_id, line, account, sub_account, environment, book, budget_id,
                                 amount, currency, version, balance, recorded_at)
        select ?, given.line, account, sub_account, environment, given.book, id, given.amount,
               'EUR', given.version, given.balance, now()
          from budget
         cross join (values (1, 'available', ?::bigint, ?::bigint, ?::bigint),
                            (2, 'funding', ?::bigint, null, null))
            as given (line, book, amount, version, balance)
         where id = ?
        """,
        entry,
        toAvailable,
        version,
        balance,
        other,
        budget);
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}
