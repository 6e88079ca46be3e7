package dev.giftwarden.acceptance.doors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.acceptance.house.Handshake;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.certs.Pki;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// PostgreSQL knows roles by certificates of its own root, and nobody else by anything. Everyone
/// here wants to be the role `gift`. By openssl with PostgreSQL's first message: the JDBC driver
/// does not even send a certificate that the server would not accept.
class DatabaseDoorsTest {
  private static final House HOUSE = House.started();

  /// What follows a successful authentication, or the reason in an error (field `M`).
  private static final Pattern ANSWER =
      Pattern.compile("server_version|FATAL\\x00C([0-9A-Z]{5})\\x00M([^\\x00\"]*)");

  @TempDir private static Path folder;

  private static Map<String, String> outcomes;

  @BeforeAll
  static void tryAll() {
    Map<String, Identity> identities =
        new Forgery(HOUSE, Forgery.Holder.role("gift"), folder).all();
    Pki pki = Pki.open(HOUSE.pki(), InstantSource.system());
    pki.issueDatabaseRole("audit", folder.resolve("audit"));
    pki.issueDatabaseRole("gift_owner", folder.resolve("owner"));
    identities.put("audit's", new Identity(folder.resolve("audit")));
    identities.put("the owner's", new Identity(folder.resolve("owner")));
    identities.put("gift's to others", HOUSE.issue("service", "gift", "--dns", "localhost"));
    Cells cells = new Cells();
    identities.forEach(
        (name, identity) -> cells.add(name, "gift", () -> startup(identity, "gift")));
    cells.add("right", "audit", () -> startup(Forgery.named("right", identities), "audit"));
    outcomes = cells.tried();
  }

  /// The outcome of asking for a database as the role `gift`.
  private static String startup(Identity identity, String database) {
    Handshake handshake =
        Handshake.saying(
            startup("user", "gift", "database", database),
            ANSWER,
            "localhost:" + HOUSE.ports().database(),
            identity,
            "-starttls postgres -verify_return_error -CAfile "
                + HOUSE.pki().resolve("database/ca.crt"));
    Matcher answer = ANSWER.matcher(handshake.output());
    return handshake
        .alert()
        .orElseGet(() -> {
          if (!answer.find()) {
            return handshake.output();
          }
          return answer.group(1) == null ? "open" : answer.group(1) + " " + answer.group(2).strip();
        });
  }

  /// The protocol's StartupMessage, and Terminate.
  private static byte[] startup(String... parameters) {
    byte[] fields = (String.join("\0", parameters) + "\0\0").getBytes(US_ASCII);
    return ByteBuffer.allocate(8 + fields.length + 5)
        .putInt(8 + fields.length)
        .putInt(196_608) // protocol 3.0
        .put(fields)
        .put((byte) 'X')
        .putInt(4)
        .array();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("M1 Z1 Z6 PostgreSQL: certificate by certificate")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none                    | 28000 connection requires a valid client certificate
          another root's          | alert 48
          expired                 | alert 45
          not yet valid           | alert 42
          self-signed             | alert 48
          self-signed with its id | alert 48
          for servers only        | alert 43
          another issuing CA's    | alert 48
          gift's to others        | alert 48
          audit's                 | 28000 certificate authentication failed for user
          the owner's             | 28000 certificate authentication failed for user
          right                   | open
          """)
  void doors(String certificate, String outcome) {
    assertThat(outcomes.get(Cells.key(certificate, "gift"))).isEqualTo(outcome);
  }

  @Test
  @DisplayName("Z6 gift's own certificate does not open audit's database")
  void otherDatabase() {
    assertThat(outcomes.get(Cells.key("right", "audit"))).startsWith("28000 no pg_hba.conf entry");
  }

  @Test
  @DisplayName("Z1 plaintext is refused")
  void plaintext() {
    String url =
        "jdbc:postgresql://localhost:%d/gift?user=gift&sslmode=disable"
            .formatted(HOUSE.ports().database());
    assertThatThrownBy(() -> DriverManager.getConnection(url))
        .hasMessageContaining("no encryption");
  }
}
