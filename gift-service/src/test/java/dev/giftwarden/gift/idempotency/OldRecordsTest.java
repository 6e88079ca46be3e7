package dev.giftwarden.gift.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.idempotency.OldRecordsTable;
import dev.giftwarden.gift.database.GiftDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OldRecordsTest {

  private static final String WORKER = "gift_worker";

  private final OldRecordsTable records =
      new OldRecordsTable(
          new Database(TestDatabase.ofThisJvm().dataSource(ServiceDatabase.GIFT, WORKER)));

  @Test
  @DisplayName("E2 records are forgotten after a day, some at a time, and not before")
  void forgets() throws SQLException {
    for (int hours : new int[] {0, 1, 23, 24, 26, 27, 28, 29, 30}) {
      record("forgets", hours);
    }

    assertThat(records.deleteOldest(2)).isEqualTo(2);
    assertThat(ages("forgets")).containsExactly(0, 1, 23, 24, 26, 27, 28);
    assertThat(records.deleteOldest(100)).isEqualTo(3);
    assertThat(ages("forgets")).containsExactly(0, 1, 23, 24);
    assertThat(records.deleteOldest(100)).isZero();
  }

  @Test
  @DisplayName("E2 the database keeps a young record whatever the worker asks, as whomever")
  void keeps() throws SQLException {
    record("keeps", 1);
    try (Connection worker = GiftDatabase.as(WORKER);
        Statement statement = worker.createStatement()) {
      statement.executeUpdate("delete from idempotency_record");
      enter(statement, "keeps");
      statement.executeUpdate("delete from idempotency_record");
      worker.commit();
    }
    assertThat(ages("keeps")).containsExactly(1);
  }

  private static void record(String account, int hoursAgo) throws SQLException {
    try (Connection application = GiftDatabase.as("gift");
        Statement statement = application.createStatement()) {
      enter(statement, account);
      try (PreparedStatement insert =
          application.prepareStatement(
              """
              insert into idempotency_record
                     (account, environment, holder, key_hash, fingerprint, target, created_at)
              values (?, 'live', 'key:1', sha256(?::text::bytea), sha256(''), 'gft_1',
                      now() - make_interval(hours => ?))
              """)) {
        insert.setString(1, account);
        insert.setInt(2, hoursAgo);
        insert.setInt(3, hoursAgo);
        insert.executeUpdate();
      }
      application.commit();
    }
  }

  private static List<Integer> ages(String account) throws SQLException {
    try (Connection application = GiftDatabase.as("gift");
        Statement statement = application.createStatement()) {
      enter(statement, account);
      List<Integer> hours = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              """
              select extract(epoch from now() - created_at)::int / 3600
                from idempotency_record order by created_at desc
              """)) {
        while (rows.next()) {
          hours.add(rows.getInt(1));
        }
      }
      return hours;
    }
  }

  private static void enter(Statement statement, String account) throws SQLException {
    try (ResultSet _ =
        statement.executeQuery(
            "select set_config('app.account', '%s', true), set_config('app.environment', 'live', true)"
                .formatted(account))) {
      // Set for this transaction alone.
    }
  }
}
