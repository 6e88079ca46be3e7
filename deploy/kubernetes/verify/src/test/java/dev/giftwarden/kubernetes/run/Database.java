package dev.giftwarden.kubernetes.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.database.Login;
import dev.giftwarden.database.PostgresServer;
import dev.giftwarden.database.PostgresSettings;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.kubernetes.Manifest;
import dev.giftwarden.kubernetes.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/// A real PostgreSQL that becomes what the manifest of the Cluster says: its server certificate,
/// its first statements, its doors. What CloudNativePG adds is added here: the owner of the first
/// database, and a way in for the superuser, who has none in the manifest.
final class Database implements AutoCloseable {
  private final Manifest cluster;
  private final Objects objects;
  private final Path folder;
  private final int port = FreePorts.find(1).getFirst();
  private final PostgresServer server;

  Database(Manifests manifests, Objects objects, Path folder) {
    this.cluster = manifests.of("Cluster").findFirst().orElseThrow();
    this.objects = objects;
    this.folder = folder;
    Path shown = folder.resolve("postgres/server");
    write(objects.data("secret", cluster.namespace(), certificates("serverTLSSecret")), shown);
    Path superuser = folder.resolve("postgres/superuser");
    Pki pki = Pki.open(pki(), InstantSource.system());
    pki.issueDatabaseRole("postgres", superuser);
    Path data = folder.resolve("postgres/data");
    this.server =
        PostgresServer.start(
            new PostgresSettings(
                null, data, folder.resolve("postgres/log"), port, local(pki), superuser));
    try {
      prepare();
      open(data);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path pki() {
    return folder.resolve("kubernetes/overlays/local/pki");
  }

  /// The embedded server is started and looked at under the name of this machine.
  private Path local(Pki pki) {
    Path local = folder.resolve("postgres/local");
    pki.issueDatabaseServer(List.of("localhost"), local);
    return local;
  }

  private String certificates(String which) {
    return cluster.text("/spec/certificates/" + which);
  }

  int port() {
    return port;
  }

  /// Instead of what the embedded server was provisioned with: the manifest's own statements.
  private void prepare() throws SQLException {
    JsonNode initdb = cluster.at("/spec/bootstrap/initdb");
    List<String> statements = new ArrayList<>();
    for (String name : List.of("auth", "gift", "audit")) {
      statements.add("drop database " + name);
    }
    for (String name : List.of("auth", "gift", "audit")) {
      for (String role : List.of(name, name + "_owner", name + "_worker")) {
        statements.add("drop role if exists " + role);
      }
    }
    statements.add("drop role if exists gift_webhooks");
    statements.add("create role %s login".formatted(initdb.path("owner").asText()));
    initdb.path("postInitSQL").forEach(sql -> statements.add(sql.asText()));
    try (Connection superuser = server.superuser("postgres");
        Statement statement = superuser.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /// The doors of the manifest, and the certificate that it shows.
  private void open(Path data) throws IOException {
    List<String> doors = new ArrayList<>(List.of("hostssl all postgres 127.0.0.1/32 cert"));
    cluster.at("/spec/postgresql/pg_hba").forEach(door -> doors.add(door.asText()));
    Files.write(data.resolve("pg_hba.conf"), doors);
    Path configuration = data.resolve("postgresql.conf");
    String text = Files.readString(configuration);
    Files.writeString(configuration, text.replace("/postgres/local/", "/postgres/server/"));
    server.reloadCertificates();
  }

  private static void write(Map<String, String> secret, Path folder) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : secret.entrySet()) {
        Path path = Files.writeString(folder.resolve(file.getKey()), file.getValue());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A connection with the certificate of a role, to any database.
  ///
  /// @param secret which holds the certificate
  Connection as(String role, String namespace, String secret, String database) throws SQLException {
    Path credentials = folder.resolve("postgres/roles/" + secret);
    write(objects.data("secret", namespace, secret), credentials);
    PGSimpleDataSource source = new Login(role, credentials).to(port, database);
    source.setSslMode("verify-ca"); // the tests of pods verify the name too
    return source.getConnection();
  }

  @Override
  public void close() {
    server.close();
  }
}
