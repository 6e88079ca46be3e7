package dev.giftwarden.auth.enrolment;

import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import java.sql.SQLException;

/// What no route does yet, or no test can wait for.
final class Sql {
  private Sql() {}

  static void run(String statement) {
    try (var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var prepared = connection.createStatement()) {
      var _ = prepared.executeUpdate(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
