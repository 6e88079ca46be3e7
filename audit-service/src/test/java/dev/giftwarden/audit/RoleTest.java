package dev.giftwarden.audit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the role of the running service can do to the log, whatever its code says.
class RoleTest {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String CHECK_VIOLATION = "23514";
  private static final String RAISED = "P0001";

  private static final AuditEvent EVENT =
      AuditEvent.of("anonymous", "test").succeeded(Instant.ofEpochMilli(1));

  @BeforeAll
  static void migrate() {
    TestDatabase.ofThisJvm().migrate(ServiceDatabase.AUDIT);
  }

  @ParameterizedTest(name = "A2 the role that appends cannot: {0}")
  @ValueSource(
      strings = {
        "update event set encoded = ''",
        "delete from event",
        "truncate event",
        "update leaf set hash = sha256('')",
        "delete from leaf",
        "truncate leaf",
        "update tree_head set root = sha256('')",
        "delete from tree_head",
        "truncate tree_head",
        "update checkpoint set note = 'another'",
        "delete from checkpoint",
        "truncate checkpoint",
        "update event_queue set received = 1",
        "truncate event_queue",
        "alter table event disable trigger all",
        "drop trigger keep_events_queued_until_leaf on event_queue",
        "drop table leaf",
        "create table mine (id int)",
        "create temporary table mine (id int)",
        "set role audit_owner",
        "update flyway_schema_history set success = false",
      })
  void refuses(String statement) throws SQLException {
    try (Connection role = connect("audit");
        Statement sql = role.createStatement()) {
      assertThatThrownBy(() -> sql.execute(statement))
          .isInstanceOf(SQLException.class)
          .extracting(failed -> ((SQLException) failed).getSQLState())
          .isEqualTo(INSUFFICIENT_PRIVILEGE);
    }
  }

  @Test
  @DisplayName("A2 an event cannot leave the queue without a leaf")
  void keepsEventsQueued() throws SQLException {
    try (Connection role = connect("audit");
        Statement sql = role.createStatement()) {
      role.setAutoCommit(false);
      sql.execute(
          """
          with added as (
            insert into event (id, time_unix_ms, account, sub_account, environment, actor, action,
              encoded, salt)
            values ('%1$s', 1, '', '', '', 'anonymous', 'test', '\\x%2$s', sha256(''))
            returning received, id)
          insert into event_queue select received, id from added
          """
              .formatted(EVENT.id(), hex(EVENT)));
      assertThatThrownBy(() -> sql.execute("delete from event_queue"))
          .isInstanceOf(SQLException.class)
          .extracting(failed -> ((SQLException) failed).getSQLState())
          .isEqualTo(RAISED);
      role.rollback();
    }
  }

  @Test
  @DisplayName("A2 the tree grows from each of its sizes once")
  void keepsOneTree() throws SQLException {
    String grow =
        """
        insert into tree_head
        select size + %1$d, size, sha256('%1$d'),
          decode(repeat('00', 32 * bit_count(int8send(size + %1$d))::int), 'hex')
        from tree_head where prev_size is null
        """;
    try (Connection role = connect("audit");
        Statement sql = role.createStatement()) {
      role.setAutoCommit(false);
      assertThatThrownBy(
              () -> {
                sql.execute(grow.formatted(1));
                sql.execute(grow.formatted(2));
              })
          .isInstanceOf(SQLException.class)
          .extracting(failed -> ((SQLException) failed).getSQLState())
          .isEqualTo(UNIQUE_VIOLATION);
      role.rollback();
    }
  }

  @Test
  @DisplayName("A2 an event's bytes are an event of its id")
  void keepsTheIdOfTheBytes() throws SQLException {
    String insert =
        """
        insert into event (id, time_unix_ms, account, sub_account, environment, actor, action,
          encoded, salt)
        values ('%s', 1, '', '', '', 'anonymous', 'test', '\\x%s', sha256(''))
        """;
    try (Connection role = connect("audit");
        Statement sql = role.createStatement()) {
      for (String event :
          List.of(
              insert.formatted(UUID.randomUUID(), hex(EVENT)),
              insert.formatted(EVENT.id(), hex(EVENT).replaceFirst("7631", "7632")))) {
        assertThatThrownBy(() -> sql.execute(event))
            .isInstanceOf(SQLException.class)
            .extracting(failed -> ((SQLException) failed).getSQLState())
            .isEqualTo(CHECK_VIOLATION);
      }
    }
  }

  private static String hex(AuditEvent event) {
    return HexFormat.of().formatHex(EventCodec.encode(new RecordedEvent("auth", event)));
  }

  private static Connection connect(String role) throws SQLException {
    return TestDatabase.ofThisJvm().connect(ServiceDatabase.AUDIT, role);
  }
}
