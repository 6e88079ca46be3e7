package dev.giftwarden.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.client.event.LogEntry;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// A log that is older than the bytes of its events, in a schema of its own.
class OldRowsTest {
  private static final String SCHEMA = "before_bytes";
  private static final String LAST_WITHOUT_BYTES = "20261122.1505";

  private static final List<RecordedEvent> EVENTS =
      List.of(
          new RecordedEvent("gift", full().succeeded(Instant.ofEpochMilli(1764000000123L))),
          new RecordedEvent("auth", full().refused(Instant.ofEpochMilli(0), "key-revoked")),
          new RecordedEvent(
              "audit",
              AuditEvent.of("anonymous", "refusals.count")
                  .sourceAddress("2001:db8::/64")
                  .count(Long.MAX_VALUE)
                  .refused(Instant.ofEpochMilli(253402300799999L), "over-rate")));

  @BeforeAll
  static void migrateOldRows() throws SQLException {
    migrateTo(LAST_WITHOUT_BYTES);
    try (Connection owner = owner()) {
      for (int index = 0; index < EVENTS.size(); index++) {
        insert(owner, EVENTS.get(index));
        insertLeaf(owner, index, EVENTS.get(index));
      }
    }
    migrateTo("latest");
  }

  @AfterAll
  static void forget() throws SQLException {
    try (Connection owner = owner()) {
      owner.createStatement().execute("drop schema " + SCHEMA + " cascade");
    }
  }

  @Test
  @DisplayName("A2 a log from before the bytes has them after, and every leaf opens to its event")
  void becomesItsBytes() throws SQLException {
    List<RecordedEvent> found = new ArrayList<>();
    try (Connection owner = owner();
        ResultSet row =
            owner
                .createStatement()
                .executeQuery(
                    """
                    select encoded, salt, entry
                    from event join leaf on leaf.event_id = event.id order by leaf.index
                    """)) {
      while (row.next()) {
        RecordedEvent recorded = EventCodec.decode(row.getBytes("encoded"));
        assertThat(LogEntry.parse(row.getBytes("entry")).opensTo(row.getBytes("salt"), recorded))
            .isTrue();
        found.add(recorded);
      }
    }
    assertThat(found).isEqualTo(EVENTS);
  }

  private static AuditEventDraft full() {
    return AuditEvent.of("key:4fKq81ZpWc0x", "gift.send")
        .account("acme")
        .subAccount("north")
        .environment("live")
        .target("gft_ü€😀" + "x".repeat(300))
        .sourceAddress("203.0.113.7")
        .certificateSerial("0a1b2c")
        .keyId("4fKq81ZpWc0x")
        .apiVersion("v1")
        .requestId("5f0c9a52-8a4e-4d55-9c1c-0a8e8f2a0001")
        .count(7);
  }

  /// As the version before wrote it.
  private static void insert(Connection owner, RecordedEvent recorded) throws SQLException {
    AuditEvent event = recorded.event();
    Object[] values = {
      event.id(),
      recorded.source(),
      event.time().toEpochMilli(),
      event.account(),
      event.subAccount(),
      event.environment(),
      event.actor(),
      event.action(),
      event.target(),
      event.outcome().text(),
      event.reason(),
      event.sourceAddress(),
      event.certificateSerial(),
      event.keyId(),
      event.apiVersion(),
      event.requestId(),
      event.count(),
      salt(event)
    };
    execute(
        owner,
        """
        insert into event (id, source, time_unix_ms, account, sub_account, environment, actor, action,
          target, outcome, reason, source_address, certificate_serial, key_id, api_version, request_id,
          count, salt)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        values);
  }

  private static void insertLeaf(Connection owner, long index, RecordedEvent recorded)
      throws SQLException {
    LogEntry entry = LogEntry.of(salt(recorded.event()), recorded);
    execute(
        owner,
        "insert into leaf (index, event_id, entry, hash) values (?, ?, ?, ?)",
        index,
        recorded.event().id(),
        entry.bytes(),
        entry.leafHash().bytes());
  }

  private static byte[] salt(AuditEvent event) {
    byte[] salt = new byte[LogEntry.SALT_LENGTH];
    salt[0] = (byte) event.id().hashCode();
    return salt;
  }

  private static void execute(Connection owner, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = owner.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static void migrateTo(String version) {
    Flyway.configure(Thread.currentThread().getContextClassLoader())
        .dataSource(database())
        .schemas(SCHEMA)
        .target(version)
        .load()
        .migrate();
  }

  private static Connection owner() throws SQLException {
    return database().getConnection();
  }

  private static PGSimpleDataSource database() {
    PGSimpleDataSource database =
        TestDatabase.ofThisJvm().dataSource(ServiceDatabase.AUDIT, ServiceDatabase.AUDIT.owner());
    database.setCurrentSchema(SCHEMA);
    return database;
  }
}
