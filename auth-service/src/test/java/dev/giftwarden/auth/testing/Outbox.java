package dev.giftwarden.auth.testing;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What auth has told the log. There is no audit-service in these tests, so nothing leaves the
/// outbox.
public final class Outbox {
  private Outbox() {}

  public static List<AuditEvent> events(Predicate<AuditEvent> which) {
    var events = new ArrayList<AuditEvent>();
    try (var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var statement = connection.createStatement();
        var row = statement.executeQuery("select event from audit_outbox order by position")) {
      while (row.next()) {
        var recorded = EventCodec.decode(row.getBytes(1));
        if (!recorded.source().equals("auth")) {
          throw new AssertionError("auth reports as " + recorded.source());
        }
        var event = recorded.event();
        if (which.test(event)) {
          events.add(event);
        }
      }
      return events;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  public static List<AuditEvent> ofAccount(String account) {
    return events(event -> event.account().equals(account));
  }
}
