package dev.giftwarden.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks the running server what it really does, and refuses one that could lose a commit or that
/// lets anybody in without a certificate. The files and flags that we pass are not proof: the
/// embedded distribution turns durability off on its command line, and a later flag wins over an
/// earlier one.
final class SafetyCheck {

  /// The first three survive a loss of power; the last is the only way in.
  private static final List<String> MUST_BE_ON =
      List.of("fsync", "synchronous_commit", "full_page_writes", "ssl");

  private SafetyCheck() {}

  static void run(Connection superuser) throws SQLException {
    settings(superuser)
        .forEach((name, value) -> {
          if (!value.equals("on")) {
            throw new IllegalStateException("PostgreSQL runs with " + name + "=" + value);
          }
        });
    refuseOpenDoors(superuser);
  }

  private static Map<String, String> settings(Connection superuser) throws SQLException {
    Map<String, String> values = new LinkedHashMap<>();
    try (Statement statement = superuser.createStatement()) {
      for (String name : MUST_BE_ON) {
        try (ResultSet row = statement.executeQuery("show " + name)) {
          row.next();
          values.put(name, row.getString(1));
        }
      }
    }
    return values;
  }

  private static void refuseOpenDoors(Connection superuser) throws SQLException {
    String openDoors =
        """
        select line_number, type, auth_method, error
          from pg_hba_file_rules
         where type is distinct from 'hostssl' or auth_method is distinct from 'cert'
         order by line_number
        """;
    try (Statement statement = superuser.createStatement();
        ResultSet door = statement.executeQuery(openDoors)) {
      if (door.next()) {
        throw new IllegalStateException(
            "PostgreSQL lets in without a certificate: line %d of pg_hba.conf, %s %s %s"
                .formatted(
                    door.getInt(1), door.getString(2), door.getString(3), door.getString(4)));
      }
    }
  }
}
