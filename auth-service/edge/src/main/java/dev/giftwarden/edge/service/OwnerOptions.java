package dev.giftwarden.edge.service;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.certs.tls.DatabaseSockets;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Option;

/// Where the database of a service is, for a command that enters it as its owner.
public final class OwnerOptions {
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
      description = "Holds the folder of the owner's role. Default: " + FOLDER + ".")
  @Nullable Path folder;

  /// Connects when it is asked to, with the owner's certificate instead of a password.
  ///
  /// @throws IllegalArgumentException if an option is missing, or the owner's certificate
  public DataSource of(Audience service) {
    if (address == null || folder == null) {
      throw new IllegalArgumentException(
          "set " + ADDRESS + " and " + FOLDER + ", or give --database and --certificates");
    }
    String owner = service.text() + "_owner";
    String credentials = folder.resolve(owner).toString();
    requireReadable(credentials);
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl("jdbc:postgresql://" + address + "/" + service.text());
    database.setUser(owner);
    database.setSslMode("verify-full");
    database.setSslfactory(DatabaseSockets.class.getName());
    database.setSslFactoryArg(credentials);
    return database;
  }

  /// What is wrong with them is no reason to wait for a database.
  private static void requireReadable(String credentials) {
    try {
      var _ = new DatabaseSockets(credentials);
    } catch (IOException e) {
      throw new IllegalArgumentException("no certificate of the owner: " + Reason.of(e), e);
    }
  }
}
