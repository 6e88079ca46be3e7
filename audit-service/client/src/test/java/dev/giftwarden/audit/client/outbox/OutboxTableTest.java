package dev.giftwarden.audit.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.giftwarden.audit.client.event.AuditEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxTableTest {
  private static final AuditEvent SENT =
      AuditEvent.of("key:4fKq", "gift.send")
          .account("acme")
          .environment("live")
          .target("gft_ü€😀")
          .succeeded(Instant.ofEpochMilli(1764000000000L));
  private static final AuditEvent REVEALED =
      AuditEvent.of("key:4fKq", "recipient.reveal").succeeded(Instant.ofEpochMilli(1));

  private GiftDatabase database;

  @BeforeEach
  void emptyOutbox() throws SQLException {
    database = new GiftDatabase();
  }

  @DisplayName("A1 an event is there exactly if the transaction of its act commits")
  @Test
  void joinsTheCallersTransaction() throws SQLException {
    try (Connection act = database.as(GiftDatabase.APPLICATION).getConnection()) {
      act.setAutoCommit(false);
      OutboxTable.append(act, GiftDatabase.APPLICATION, SENT);
      act.rollback();
      assertThat(database.outbox()).isEmpty();

      OutboxTable.append(act, GiftDatabase.APPLICATION, SENT, REVEALED);
      assertThat(database.outbox()).isEmpty();
      act.commit();
      assertThat(database.outbox()).containsExactly(SENT, REVEALED);
    }
  }

  @Test
  void writesManyWithOneStatement() throws SQLException {
    outbox().append(List.of(SENT, REVEALED));
    assertThat(database.outbox()).containsExactly(SENT, REVEALED);
  }

  @DisplayName("Z6 neither role of a service can change or hide what it has recorded")
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "gift, select event from audit_outbox",
    "gift, update audit_outbox set event = ''",
    "gift, delete from audit_outbox",
    "gift, truncate audit_outbox",
    "gift, drop table audit_outbox",
    "gift_worker, update audit_outbox set event = ''",
    "gift_worker, insert into audit_outbox (event) values ('')",
    "gift_worker, truncate audit_outbox",
    "gift_worker, drop table audit_outbox",
  })
  void refuses(String role, String sql) throws SQLException {
    outbox().append(List.of(SENT));
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> database.execute(role, sql))
        .returns("42501", SQLException::getSQLState);
    assertThat(database.outbox()).containsExactly(SENT);
  }

  private OutboxTable outbox() {
    return new OutboxTable(database.as(GiftDatabase.APPLICATION), GiftDatabase.APPLICATION);
  }

  @DisplayName("Z6 a worker cannot renumber what it delivers")
  @Test
  void refusesToRenumber() {
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(
            () -> database.execute(GiftDatabase.WORKER, "update audit_outbox set position = 1"))
        .returns("428C9", SQLException::getSQLState);
  }
}
