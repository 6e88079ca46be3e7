package dev.giftwarden.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PkiTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir static Path temp;
  static Pki pki;

  @BeforeAll
  static void issueOneOfEach() {
    pki = Pki.init(temp.resolve("pki"), CLOCK);
    pki.issueService("gift", List.of("localhost"), temp.resolve("service"));
    pki.issueEdge("gift", List.of("localhost", "gift.example"), temp.resolve("edge"));
    pki.issuePartner("acme", "erp", temp.resolve("partner"));
    pki.issueOperator("alice", temp.resolve("operator"));
    pki.issueDatabaseRole("gift_worker", temp.resolve("role"));
    pki.issueDatabaseServer(List.of("localhost"), temp.resolve("server"));
  }

  private static X509Certificate leafIn(String folder) throws IOException {
    return Pem.certificates(CredentialFolder.read(temp.resolve(folder)).certificate()).getFirst();
  }

  @ParameterizedTest(name = "{0} by {1}, {3} hours")
  @CsvSource({
    "service, services, sslclient, 24",
    "service, services, sslserver, 24",
    "edge, services, sslserver, 24",
    "partner, partners, sslclient, 2160",
    "operator, operators, sslclient, 24",
    "role, database, sslclient, 24",
    "server, database, sslserver, 24",
  })
  @DisplayName("C1 OpenSSL verifies each leaf for its purpose under its CA, and it lives so long")
  void verifies(String folder, String ca, String purpose, long hours) throws IOException {
    Path issuer = temp.resolve("pki").resolve(ca).resolve("ca.crt");
    String leaf = temp.resolve(folder).resolve("tls.crt").toString();
    String root = temp.resolve(folder).resolve("ca.crt").toString();
    String output =
        OpenSsl.run(
            temp,
            List.of(
                "verify",
                "-x509_strict",
                "-purpose",
                purpose,
                "-CAfile",
                root,
                "-untrusted",
                issuer.toString(),
                leaf));
    assertThat(output).contains("OK");
    X509Certificate certificate = leafIn(folder);
    assertThat(
            Duration.between(
                certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()))
        .isEqualTo(Duration.ofHours(hours));
  }

  @ParameterizedTest(name = "{0} for {1}")
  @CsvSource({
    "edge, sslclient",
    "partner, sslserver",
    "operator, sslserver",
    "role, sslserver",
    "server, sslclient",
  })
  @DisplayName("C1 OpenSSL refuses each leaf for the other purpose")
  void refusesOtherPurpose(String folder, String purpose) {
    String leaf = temp.resolve(folder).resolve("tls.crt").toString();
    String root = temp.resolve(folder).resolve("ca.crt").toString();
    var command = List.of("verify", "-purpose", purpose, "-CAfile", root, "-untrusted", leaf, leaf);
    assertThatThrownBy(() -> OpenSsl.run(temp, command))
        .hasMessageMatching(
            "(?s).*(unsuitable certificate purpose|unsupported certificate purpose).*");
  }

  @Test
  @DisplayName("C1 issuing CAs sign no further CA, and the database root signs for nobody else's")
  void limitsPaths() throws IOException {
    assertThat(pki.root().getBasicConstraints()).isEqualTo(1);
    for (String ca : List.of("services", "partners", "operators", "database")) {
      var file = temp.resolve("pki").resolve(ca).resolve("ca.crt");
      var certificate = Pem.certificates(Files.readString(file)).getFirst();
      assertThat(certificate.getBasicConstraints()).as(ca).isZero();
      boolean ownRoot =
          certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
      assertThat(ownRoot).as(ca).isEqualTo(ca.equals("database"));
    }
  }

  @Test
  @DisplayName("C1 services know the issuing CAs of their callers; everybody else has a root alone")
  void tellsServicesTheIssuers() throws IOException {
    var issuing = Pem.certificates(Files.readString(pki.issuing()));
    assertThat(issuing).hasSize(3).doesNotContain(pki.root());
    for (String service : List.of("service", "edge")) {
      assertThat(trustedIn(service)).startsWith(pki.root()).hasSize(4).containsAll(issuing);
    }
    for (String other : List.of("partner", "operator", "role", "server")) {
      assertThat(trustedIn(other)).as(other).hasSize(1).doesNotContainAnyElementsOf(issuing);
    }
  }

  private static List<X509Certificate> trustedIn(String folder) throws IOException {
    return Pem.certificates(CredentialFolder.read(temp.resolve(folder)).trusted());
  }

  @Test
  @DisplayName("C1 a database certificate names a role and has no URI")
  void databaseHasNoUri() throws IOException {
    X509Certificate role = leafIn("role");
    assertThat(role.getSubjectX500Principal().getName()).isEqualTo("CN=gift_worker");
    assertThatThrownBy(() -> PeerCertificate.of(role)).hasMessageContaining("here 0");
  }

  @Test
  @DisplayName("C2 every file is for its owner alone, every folder too")
  void filesArePrivate() throws IOException {
    try (Stream<Path> files = Files.walk(temp.resolve("pki"))) {
      for (Path file : files.filter(f -> !Files.isSymbolicLink(f)).toList()) {
        var permissions = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        String expected = Files.isDirectory(file) ? "rwx------" : "rw-------";
        assertThat(PosixFilePermissions.toString(permissions))
            .as(file.toString())
            .isEqualTo(expected);
      }
    }
  }

  @Test
  @DisplayName("a second ceremony in the same folder is refused, and so is a folder without one")
  void neverOverwrites() {
    assertThatThrownBy(() -> Pki.init(temp.resolve("pki"), CLOCK))
        .hasMessageContaining("already holds a PKI");
    assertThatThrownBy(() -> Pki.open(temp.resolve("none"), CLOCK))
        .hasMessageContaining("certs/run init");
  }

  @ParameterizedTest
  @ValueSource(strings = {"service", "edge", "partner", "operator", "role", "server"})
  @DisplayName("renewal keeps the names and the profile, and makes a new key")
  void renews(String folder) throws Exception {
    X509Certificate old = leafIn(folder);
    X509Certificate next = pki.renew(temp.resolve(folder));
    assertThat(next.getSubjectX500Principal()).isEqualTo(old.getSubjectX500Principal());
    assertThat(String.valueOf(next.getSubjectAlternativeNames()))
        .isEqualTo(String.valueOf(old.getSubjectAlternativeNames()));
    assertThat(next.getExtendedKeyUsage()).isEqualTo(old.getExtendedKeyUsage());
    assertThat(next.getPublicKey()).isNotEqualTo(old.getPublicKey());
    assertThat(leafIn(folder)).isEqualTo(next);
    try (Stream<Path> entries = Files.list(temp.resolve(folder))) {
      assertThat(entries).as("no generation is left behind").hasSize(5);
    }
  }

  @Test
  @DisplayName(
      "renewal is due at half of the life, and another PKI's certificate is not ours to renew")
  void renewsWhenDue() throws IOException {
    Path folder = temp.resolve("due");
    X509Certificate leaf = pki.issueOperator("bob", folder);
    var half = InstantSource.fixed(leaf.getNotBefore().toInstant().plus(Duration.ofHours(12)));
    var before = InstantSource.offset(half, Duration.ofSeconds(-1));
    assertThat(Pki.open(temp.resolve("pki"), before).renewIfDue(folder)).isFalse();
    assertThat(Pki.open(temp.resolve("pki"), half).renewIfDue(folder)).isTrue();
    Pki other = Pki.init(temp.resolve("other"), CLOCK);
    assertThatThrownBy(() -> other.renew(folder)).hasMessageContaining("was not issued from");
  }

  @Test
  @DisplayName("names that could mean something else are refused")
  void refusesNames() {
    Path out = temp.resolve("refused");
    assertThatThrownBy(() -> pki.issuePartner("acme", "e/rp", out)).hasMessageContaining("client");
    assertThatThrownBy(() -> pki.issueOperator("Alice", out)).hasMessageContaining("operator");
    assertThatThrownBy(() -> pki.issueDatabaseRole("gift,CN=x", out)).hasMessageContaining("role");
    assertThatThrownBy(() -> pki.issueService("gift", List.of("*.example"), out))
        .hasMessageContaining("host name");
    assertThat(out).doesNotExist();
  }

  @Test
  @DisplayName("A2 both halves of the checkpoint key are C2SP note keys of one pair")
  void checkpointKey() throws Exception {
    String[] signer = Files.readString(pki.checkpointSigner()).strip().split("\\+", 5);
    String[] verifier = Files.readString(pki.checkpointVerifier()).strip().split("\\+", 3);
    assertThat(signer[2]).isEqualTo(verifier[0]).isEqualTo("giftwarden.example/audit");
    assertThat(signer[3]).isEqualTo(verifier[1]);
    byte[] seed = Base64.getDecoder().decode(signer[4]);
    byte[] publicKey = Base64.getDecoder().decode(verifier[2]);
    assertThat(seed).hasSize(33).startsWith(1);
    assertThat(publicKey).hasSize(33).startsWith(1);
    var keys = KeyFactory.getInstance("Ed25519");
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(
        keys.generatePrivate(
            new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOfRange(seed, 1, 33))));
    byte[] signed = signature.sign();
    byte[] spki = HexFormat.of().parseHex("302a300506032b6570032100" + "00".repeat(32));
    System.arraycopy(publicKey, 1, spki, 12, 32);
    signature.initVerify(keys.generatePublic(new X509EncodedKeySpec(spki)));
    assertThat(signature.verify(signed)).isTrue();
  }
}
