package dev.giftwarden.acceptance.kills;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.EventBytes;
import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The house's databases as their superuser sees them, and the log as it is exported.
final class Databases {
  /// The drains pause up to 8 s after a failure.
  private static final Duration AT_REST = Duration.ofSeconds(60);

  private final House house;

  Databases(House house) {
    this.house = house;
  }

  Connection open(String database) throws SQLException {
    return house.superuser(database);
  }

  /// The first column of the first row.
  String ask(String database, String query, String... parameters) {
    try (Connection connection = open(database);
        PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return String.valueOf(row.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The events of the log that match, each by the names of its fields.
  ///
  /// @param which a condition over the columns of `event`
  List<Map<String, String>> events(String which, String... parameters) {
    try (Connection connection = open("audit")) {
      return events(connection, which, parameters);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Map<String, String>> events(Connection audit, String which, String... parameters)
      throws SQLException {
    List<Map<String, String>> events = new ArrayList<>();
    try (PreparedStatement statement =
        audit.prepareStatement("select encoded from event where " + which)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          events.add(EventBytes.fields(row.getBytes("encoded")));
        }
      }
    }
    return events;
  }

  /// Returns when every event has arrived in a published checkpoint.
  void awaitRest() {
    String seen = Eventually.becomes(AT_REST, "0 0 0", this::onTheWay);
    if (!seen.equals("0 0 0")) {
      throw new AssertionError("still on the way (auth, gift, audit): " + seen);
    }
  }

  private String onTheWay() {
    String waiting = "select count(*) from audit_outbox";
    String unpublished =
        """
        select (select count(*) from event_queue)
             + (select max(size) from tree_head) - (select max(size) from checkpoint)
        """;
    return ask("auth", waiting) + " " + ask("gift", waiting) + " " + ask("audit", unpublished);
  }

  /// Runs `audit-service/run export`, and `verify` on what it wrote.
  Path export() {
    Path folder = house.home().folder().resolve(house.fresh("export"));
    audit("export", folder);
    audit("verify", folder);
    return folder;
  }

  private void audit(String command, Path folder) {
    Command.run(
            Repository.ROOT,
            Duration.ofMinutes(2),
            Map.of(
                "GIFTWARDEN_DATABASE_ADDRESS",
                "localhost:" + house.ports().database(),
                "GIFTWARDEN_DATABASE_FOLDER",
                house.auditRoles().toString()),
            Repository.ROOT.resolve("audit-service/run").toString(),
            command,
            folder.toString())
        .succeeded();
  }

  /// What the independent checker finds wrong.
  List<String> complaints(Path export, Collection<String> acknowledged)
      throws IOException, SQLException, GeneralSecurityException {
    try (Connection auth = open("auth");
        Connection gift = open("gift");
        Connection audit = open("audit")) {
      return Checker.complaints(auth, gift, audit, Export.read(export), acknowledged);
    }
  }
}
