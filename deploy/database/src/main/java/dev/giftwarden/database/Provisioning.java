package dev.giftwarden.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Makes the databases and roles of the services. Runs at every start and changes nothing that is
/// there already, so that a start that was killed half-way is completed by the next.
///
/// Names come from [ServiceDatabase] alone, never from outside: they are part of the statements.
final class Provisioning {

  private static final String ROLE_EXISTS = "select 1 from pg_roles where rolname = ?";
  private static final String DATABASE_EXISTS = "select 1 from pg_database where datname = ?";

  private final Connection superuser;

  Provisioning(Connection superuser) {
    this.superuser = superuser;
  }

  void run() throws SQLException {
    execute("revoke all on database postgres, template1 from public");
    for (ServiceDatabase database : ServiceDatabase.values()) {
      for (String role : database.roles()) {
        role(role);
      }
      database(database);
    }
  }

  private void role(String name) throws SQLException {
    if (!exists(ROLE_EXISTS, name)) {
      execute("create role " + name);
    }
    execute(
        """
        alter role %s
          with login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password null
        """
            .formatted(name));
  }

  /// The owner of a database owns its schema `public` too. Everybody else may connect and use what
  /// the migrations grant: neither make tables nor temporary ones.
  private void database(ServiceDatabase database) throws SQLException {
    String name = database.id();
    if (!exists(DATABASE_EXISTS, name)) {
      execute("create database " + name + " owner " + database.owner());
    }
    execute("revoke all on database " + name + " from public");
    execute(
        "grant connect on database %s to %s".formatted(name, String.join(", ", database.roles())));
  }

  private boolean exists(String query, String name) throws SQLException {
    try (PreparedStatement statement = superuser.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      statement.execute(sql);
    }
  }
}
