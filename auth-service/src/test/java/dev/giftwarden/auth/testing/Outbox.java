package dev.giftwarden.auth.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.giftwarden.audit.v1.Event;
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

  public static List<Event> events(Predicate<Event> which) {
    var events = new ArrayList<Event>();
    try (var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var statement = connection.createStatement();
        var row = statement.executeQuery("select event from audit_outbox order by position")) {
      while (row.next()) {
        var event = Event.parseFrom(row.getBytes(1));
        if (which.test(event)) {
          events.add(event);
        }
      }
      return events;
    } catch (SQLException | InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  public static List<Event> ofAccount(String account) {
    return events(event -> event.getAccount().equals(account));
  }
}
