package dev.giftwarden.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.certs.tls.DatabaseSockets;
import dev.giftwarden.database.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/// How the services' connections reach a real PostgreSQL. The other tests here use the driver's own
/// reader of keys.
class DatabaseSocketsTest {

  private final TestDatabase database = TestDatabase.ofThisJvm();

  @TempDir Path folder;

  @Test
  @DisplayName("Z7 a key that the pod's group reads, in the kubelet's layout, opens over TLS 1.3")
  void entersWithAKeyOfTheGroup() throws Exception {
    mount("gift", "gift");

    assertThat(ask("localhost", "version")).isEqualTo("TLSv1.3");
  }

  @Test
  @DisplayName("Z7 the driver's own reader refuses that key: the reason for ours")
  void theDriverRefusesAKeyOfTheGroup() throws Exception {
    mount("gift", "gift");
    PGSimpleDataSource driver = database.dataSource(ServiceDatabase.GIFT, "gift");
    driver.setSslKey(folder.resolve("gift/tls.key").toString());

    assertThatThrownBy(() -> driver.getConnection().close())
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("permissions");
  }

  @Test
  @DisplayName("C3 each connection shows the certificate that is mounted at its moment")
  void showsWhatIsMounted() throws Exception {
    mount("gift", "gift");
    String before = ask("localhost", "client_serial");
    X509Certificate next = database.pki().issueDatabaseRole("gift", folder.resolve("issued"));
    remount("gift", folder.resolve("issued"));

    assertThat(ask("localhost", "client_serial"))
        .isEqualTo(next.getSerialNumber().toString())
        .isNotEqualTo(before);
  }

  @Test
  @DisplayName("M1 a server that is not the host that was asked for is refused")
  void refusesAnotherHost() throws Exception {
    mount("gift", "gift");

    assertThatThrownBy(() -> ask("127.0.0.1", "version"))
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("could not be verified");
  }

  @Test
  @DisplayName("M1 a server of another root is refused, the services' root included")
  void refusesAnotherRoot() throws Exception {
    mount("gift", "gift");
    Path roots = folder.resolve("gift/..data/ca.crt");
    Files.delete(roots);
    Files.copy(database.home().resolve("pki/root/ca.crt"), roots);

    assertThatThrownBy(() -> ask("localhost", "version"))
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("unable to find valid certification path");
  }

  @Test
  @DisplayName("M1 another role's certificate is refused")
  void refusesAnotherRole() throws Exception {
    mount("gift", "auth");

    assertThatThrownBy(() -> ask("localhost", "version"))
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("certificate authentication failed for user \"gift\"");
  }

  @Test
  @DisplayName("C2 a folder that is not whole is named, and nothing of its key is said")
  void namesABrokenFolder() throws Exception {
    mount("gift", "gift");
    Path key = folder.resolve("gift/..data/tls.key");
    String text = Files.readString(key);
    Files.delete(key);
    Files.writeString(key, text.replace("PRIVATE KEY", "EC PRIVATE KEY"));

    assertThatThrownBy(() -> new DatabaseSockets(folder.resolve("gift").toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.resolve("gift").toString())
        .hasMessageContaining("no private key")
        .hasMessageNotContaining(text.lines().skip(1).findFirst().orElseThrow());
    Files.delete(key);
    assertThatThrownBy(() -> new DatabaseSockets(folder.resolve("gift").toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tls.key");
  }

  private void mount(String role, String shown) throws IOException {
    remount(role, database.roles().resolve(shown));
  }

  /// As the kubelet lays a volume out for a process that is not root.
  private void remount(String role, Path credentials) throws IOException {
    Path volume = Files.createDirectories(folder.resolve(role));
    Path generation = Files.createTempDirectory(volume, "..");
    for (String name : List.of("tls.crt", "tls.key", "ca.crt")) {
      Path file = generation.resolve(name);
      Files.writeString(file, Files.readString(credentials.resolve(name)));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
      Files.deleteIfExists(volume.resolve(name));
      Files.createSymbolicLink(volume.resolve(name), Path.of("..data", name));
    }
    Files.deleteIfExists(volume.resolve("..data"));
    Files.createSymbolicLink(volume.resolve("..data"), generation.getFileName());
  }

  /// Asks the server what it knows of this connection, made with the URL that the services use.
  private String ask(String host, String what) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(
        "jdbc:postgresql://%s:%d/gift?logServerErrorDetail=false&sslmode=verify-full&sslfactory=%s&sslfactoryarg=%s"
            .formatted(
                host, database.port(), DatabaseSockets.class.getName(), folder.resolve("gift")));
    source.setUser("gift");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select %s from pg_stat_ssl where pid = pg_backend_pid()".formatted(what))) {
      row.next();
      return row.getString(1);
    }
  }
}
