package dev.giftwarden.audit.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// The outbox in gift's real database, with its real roles.
final class GiftDatabase {
  static final String APPLICATION = "gift";
  static final String WORKER = "gift_worker";

  private final TestDatabase database = TestDatabase.ofThisJvm();

  /// Migrated, and the outbox empty.
  GiftDatabase() throws SQLException {
    database.migrate(ServiceDatabase.GIFT);
    execute(ServiceDatabase.GIFT.owner(), "truncate audit_outbox");
  }

  DataSource as(String role) {
    return database.dataSource(ServiceDatabase.GIFT, role);
  }

  void execute(String role, String sql) throws SQLException {
    try (Connection connection = as(role).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// What is committed in the outbox, oldest first.
  List<AuditEvent> outbox() throws SQLException {
    try (Connection connection = as(WORKER).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select event from audit_outbox order by position")) {
      List<AuditEvent> events = new ArrayList<>();
      while (rows.next()) {
        RecordedEvent recorded = EventCodec.decode(rows.getBytes("event"));
        assertThat(recorded.source()).isEqualTo(APPLICATION);
        events.add(recorded.event());
      }
      return events;
    }
  }

  /// Why events are parked, the oldest event first.
  List<String> refusals() throws SQLException {
    try (Connection connection = as(WORKER).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select refusal from audit_outbox where refused_at is not null order by position")) {
      List<String> refusals = new ArrayList<>();
      while (rows.next()) {
        refusals.add(rows.getString("refusal"));
      }
      return refusals;
    }
  }
}
