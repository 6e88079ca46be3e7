package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.Handshake;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.certs.Pki;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PostgreSQL knows roles by certificates of its own root, and nobody else by anything.
class DatabaseDoorsTest {
  private static final House HOUSE = House.started();

  @TempDir private static Path folder;

  @BeforeAll
  static void aRoleOfTheService() {
    Pki.open(HOUSE.pki(), InstantSource.system()).issueDatabaseRole("gift", folder.resolve("gift"));
  }

  @Test
  @DisplayName("Z1 Z6 the role's own certificate opens its own database and no other")
  void roleCertificate() {
    assertThat(connect("gift", credentials("gift"))).isEqualTo("gift");
    assertThat(connect("audit", credentials("gift"))).contains("no pg_hba.conf entry");
  }

  @Test
  @DisplayName("Z1 plaintext, or no certificate, is refused")
  void withoutCertificate() {
    assertThat(connect("gift", "sslmode=disable")).contains("no encryption");
    assertThat(connect("gift", "sslmode=verify-full&sslrootcert=" + file("gift", "ca.crt")))
        .contains("client certificate");
  }

  @Test
  @DisplayName("Z1 Z6 a partner's and a service's certificate with CN=gift are refused")
  void sameCommonNameFromAnotherCa() {
    for (String ca : new String[] {"partners", "services"}) {
      forge(ca);
      assertThat(handshake(ca)).isEqualTo("alert number 48");
    }
    assertThat(handshake("gift")).isEqualTo("accepted");
  }

  /// A leaf of that CA which says `CN=gift`, with the files named as the others are.
  private static void forge(String ca) {
    String script =
        """
        set -e; mkdir -p %1$s; cd %1$s
        openssl ecparam -genkey -name prime256v1 -noout | openssl pkcs8 -topk8 -nocrypt -out tls.key
        openssl req -new -key tls.key -subj /CN=gift -out gift.csr
        printf 'extendedKeyUsage=clientAuth\\nkeyUsage=critical,digitalSignature\\n' > ext
        openssl x509 -req -in gift.csr -CA %2$s/ca.crt -CAkey %2$s/ca.key -set_serial 4711 \
          -days 1 -extfile ext -out leaf.crt
        cat leaf.crt %2$s/ca.crt > tls.crt; cp %3$s ca.crt
        """
            .formatted(folder.resolve(ca), HOUSE.pki().resolve(ca), file("gift", "ca.crt"));
    Command.run(folder, "bash", "-c", script).succeeded();
  }

  /// By openssl: the JDBC driver does not even send a certificate that the server would not accept.
  private static String handshake(String name) {
    return Handshake.with(
        "localhost:" + HOUSE.ports().database(),
        new Identity(folder.resolve(name)),
        "-starttls postgres",
        "-CAfile " + file("gift", "ca.crt"));
  }

  private static String credentials(String name) {
    return "sslmode=verify-full&pemKeyAlgorithm=EC&sslcert=%s&sslkey=%s&sslrootcert=%s"
        .formatted(file(name, "tls.crt"), file(name, "tls.key"), file(name, "ca.crt"));
  }

  private static Path file(String name, String file) {
    return folder.resolve(name).resolve(file);
  }

  /// Who we are there, or why not.
  private static String connect(String database, String properties) {
    String url =
        "jdbc:postgresql://localhost:%d/%s?user=gift&%s"
            .formatted(HOUSE.ports().database(), database, properties);
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var row = statement.executeQuery("select current_user")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      return String.valueOf(e.getMessage()) + causes(e);
    }
  }

  private static String causes(Throwable e) {
    return e.getCause() == null ? "" : " / " + e.getCause().getMessage() + causes(e.getCause());
  }
}
