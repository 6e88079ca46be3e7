package dev.giftwarden.edge.service;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.certs.tls.DatabaseSockets;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Option;

/// Where the database of a service is, for a command that enters it as one of its roles.
public final class DatabaseOptions {
  private static final String ADDRESS = "GIFTWARDEN_DATABASE_ADDRESS";
  private static final String FOLDER = "GIFTWARDEN_DATABASE_FOLDER";

  @Option(
      names = "--database",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:" + ADDRESS + "}",
      description = "Default: " + ADDRESS + ".")
  @Nullable String address;

  @Option(
      names = "--certificates",
      paramLabel = "FOLDER",
      defaultValue = "${env:" + FOLDER + "}",
      description = "Holds a folder for each role. Default: " + FOLDER + ".")
  @Nullable Path folder;

  /// As its owner, for what no role of a running service may do.
  ///
  /// @throws IllegalArgumentException as [#as]
  public DataSource asOwner(Audience service) {
    return as(service.text() + "_owner", service);
  }

  /// Connects when it is asked to, with the role's certificate instead of a password.
  ///
  /// @param role of the service's database, such as its owner
  /// @throws IllegalArgumentException if an option is missing, or the role's certificate
  public DataSource as(String role, Audience service) {
    if (address == null || folder == null) {
      throw new IllegalArgumentException(
          "set " + ADDRESS + " and " + FOLDER + ", or give --database and --certificates");
    }
    String credentials = folder.resolve(role).toString();
    requireReadable(credentials, role);
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl("jdbc:postgresql://" + address + "/" + service.text());
    database.setLogServerErrorDetail(false);
    database.setUser(role);
    database.setSslMode("verify-full");
    database.setSslfactory(DatabaseSockets.class.getName());
    database.setSslFactoryArg(credentials);
    return database;
  }

  /// What is wrong with them is no reason to wait for a database.
  private static void requireReadable(String credentials, String role) {
    try {
      var _ = new DatabaseSockets(credentials);
    } catch (IOException e) {
      throw new IllegalArgumentException("no certificate of " + role + ": " + Reason.of(e), e);
    }
  }
}
