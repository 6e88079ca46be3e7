package dev.giftwarden.acceptance.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Somebody has auth's own role in auth's database and writes a signing key into it. It mints
/// nothing, and does not keep the services from trusting the others.
@TestMethodOrder(OrderAnnotation.class)
class SigningKeyRowTest {
  private static final House HOUSE = House.started();
  private static final List<String> SERVICES = List.of("gift", "audit");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Databases DATABASES = new Databases(HOUSE);
  private static final KeyPair THIEF = Jose.ec("secp256r1");

  @TempDir private static Path folder;

  private static Partner acme;
  private static final Map<String, Mint> MINTS = new TreeMap<>();
  private static final Map<String, KeptConnection> CONNECTIONS = new TreeMap<>();
  private static final Map<String, String> REASONS = new TreeMap<>();

  @BeforeAll
  static void aPartner() {
    acme = Partner.enterprise(HOUSE, "rows");
    Partner.Key key = acme.key(List.of("gifts:read", "audit:read"));
    TlsFolder partner = open(Objects.requireNonNull(acme.certificate.folder()));
    for (String service : SERVICES) {
      String real = acme.token(key, service);
      MINTS.put(service, new Mint(service, real, real, "", THIEF, partner, partner));
      CONNECTIONS.put(service, new KeptConnection(HOUSE, partner, service, Version.HTTP_2));
    }
  }

  @AfterAll
  static void hangUp() {
    CONNECTIONS.values().forEach(KeptConnection::close);
  }

  /// @param why what auth's log says about it
  private record Row(String why, Function<String, SigningKeyRow> made) {}

  static Stream<Arguments> forgeries() {
    return Stream.of(
        row(
            "vouched for by a partner's certificate",
            "certificates of this kind are not accepted here",
            id -> thiefs(id, open(Objects.requireNonNull(acme.certificate.folder())))),
        row(
            "vouched for by an operator's certificate",
            "certificates of this kind are not accepted here",
            id -> thiefs(id, open(Objects.requireNonNull(HOUSE.operator().folder())))),
        row(
            "vouched for by gift",
            "its signer is not auth",
            id -> thiefs(id, internal(Service.GIFT))),
        row(
            "vouched for by audit",
            "its signer is not auth",
            id -> thiefs(id, internal(Service.AUDIT))),
        row(
            "vouched for by auth's public certificate",
            "the certificate is not meant for this use (extended key usage)",
            id -> thiefs(id, open(HOUSE.home().given(Service.AUTH).resolve("public")))),
        row(
            "vouched for by an auth of the thief's own root",
            "the chain does not lead to a root that is trusted here",
            id -> thiefs(id, foreignAuth())),
        row(
            "auth's certificates, the thief's signature",
            "its signature is wrong",
            id -> genuine(id).withSignature(thiefs(id, foreignAuth()).signature())),
        row(
            "auth's certificates, no signature to speak of",
            "its signature is wrong",
            id -> genuine(id).withSignature(new byte[] {0x30, 0})),
        row(
            "auth's statement about another key",
            "its signature is wrong",
            id -> genuine(id).withPublicKey(Jose.ec("secp256r1").getPublic())),
        row(
            "auth's statement, with a later end",
            "its signature is wrong",
            id -> genuine(id).withNotAfter(inAnHour().plusSeconds(60))),
        row(
            "auth's statement, with an end beyond its certificate",
            "it ends after its signer's certificate",
            id ->
                SigningKeyRow.vouched(
                    id, THIEF.getPublic(), auth().own().notAfter().plusSeconds(1), auth())),
        row(
            "auth's statement about a key of another curve",
            "it is not a P-256 key",
            id -> SigningKeyRow.vouched(id, Jose.ec("secp384r1").getPublic(), inAnHour(), auth())),
        row(
            "the leaf alone of an auth of the thief's own root, whose CA has the name of ours",
            "send the certificate and the issuing CA's certificate, in this order",
            id -> {
              SigningKeyRow row = thiefs(id, foreignAuth());
              return row.withChain(row.chain().subList(0, 1));
            }),
        row(
            "certificates that are none",
            "its certificates cannot be read",
            id -> genuine(id).withChain(List.of(new byte[] {1, 2, 3}))));
  }

  private static Arguments row(String name, String why, Function<String, SigningKeyRow> made) {
    return argumentSet(name, new Row(why, made));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  @Order(1)
  @DisplayName("T3 T5 a row written by SQL mints nothing and hurts nobody:")
  void forged(Row row) throws SQLException, IOException {
    String id = HOUSE.fresh("forged");
    DATABASES.publish(row.made().apply(id));
    // Changes are told in order: who has the second row has had the first.
    String witness = HOUSE.fresh("witness");
    KeyPair pair = Jose.ec("secp256r1");
    DATABASES.publish(SigningKeyRow.vouched(witness, pair.getPublic(), inAnHour(), auth()));
    for (String service : SERVICES) {
      assertThat(becomes("200", service, () -> signedBy(service, witness, pair))).isEqualTo("200");
      KeptConnection.Seen answer = connection(service).read(signedBy(service, id, THIEF));
      assertThat(answer.outcome()).isEqualTo("401 token-invalid");
      REASONS.put(answer.requestId(), "token-signing-key");
      KeptConnection.Seen real = connection(service).read(mint(service).real());
      assertThat(real.outcome()).isEqualTo("200");
      assertThat(real.connection()).isEqualTo(answer.connection());
    }
    assertThat(log(Service.AUTH))
        .contains("Signing key " + id + " in the database is not auth's: " + row.why());
    assertThat(log(Service.GIFT)).contains("Signing key " + id + " is not trusted");
    assertThat(log(Service.AUDIT)).contains("Signing key " + id + " is not trusted");
  }

  @Test
  @Order(2)
  @DisplayName("T3 rows that would burden or break the feed do not get into the table")
  void misshapen() {
    List<byte[]> withNull = new ArrayList<>(Arrays.asList(genuine("x").chain().getFirst(), null));
    byte[] huge = new byte[1 << 20];
    SigningKeyRow row = genuine(HOUSE.fresh("shape"));
    assertNotTaken(row.withChain(List.of()), "chain_of_certificates");
    assertNotTaken(row.withChain(withNull), "chain_of_certificates");
    assertNotTaken(row.withChain(List.of(huge)), "chain_of_certificates");
    assertNotTaken(row.withSignature(huge), "signature_on_p256");
    assertNotTaken(genuine("k".repeat(65)), "id_of_a_key");
    assertNotTaken(genuine(""), "id_of_a_key");
    assertNotTaken(genuine(mint("gift").realKeyId()), "signing_key_pkey");
  }

  private static void assertNotTaken(SigningKeyRow row, String constraint) {
    assertThatThrownBy(() -> DATABASES.publish(row))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("\"" + constraint + "\"");
  }

  @Test
  @Order(3)
  @DisplayName("T3 after all of them the feed is whole: auth, gift and audit follow it to its end")
  void feedIsWhole() {
    assertThat(
            Eventually.becomes(
                PATIENCE, "all", () -> DATABASES.consumersUpToDate() >= 3 ? "all" : "some"))
        .isEqualTo("all");
    Eventually.becomes(
        PATIENCE,
        "all",
        () -> DATABASES.reasons(REASONS.keySet()).size() == REASONS.size() ? "all" : "some");
    assertThat(DATABASES.reasons(REASONS.keySet())).isEqualTo(REASONS);
  }

  private static SigningKeyRow thiefs(String id, TlsFolder voucher) {
    Instant end = voucher.own().notAfter();
    return SigningKeyRow.vouched(
        id, THIEF.getPublic(), end.isBefore(inAnHour()) ? end : inAnHour(), voucher);
  }

  private static SigningKeyRow genuine(String id) {
    return thiefs(id, auth());
  }

  private static Instant inAnHour() {
    return Instant.now().plus(Duration.ofHours(1));
  }

  private static String signedBy(String service, String id, KeyPair pair) {
    var header = mint(service).header();
    header.put("kid", id);
    return Jose.signed(Jose.json(header), mint(service).claims().toString(), pair.getPrivate());
  }

  private static String becomes(
      String wanted, String service, java.util.function.Supplier<String> token) {
    return Eventually.becomes(
        PATIENCE, wanted, () -> connection(service).read(token.get()).outcome());
  }

  private static Mint mint(String service) {
    return Objects.requireNonNull(MINTS.get(service));
  }

  private static KeptConnection connection(String service) {
    return Objects.requireNonNull(CONNECTIONS.get(service));
  }

  private static TlsFolder foreignAuth() {
    Path pki = folder.resolve("foreign-pki");
    Path leaf = folder.resolve("foreign-auth");
    if (!Files.exists(pki)) {
      var _ =
          Pki.init(pki, InstantSource.system()).issueService("auth", List.of("localhost"), leaf);
    }
    return open(leaf);
  }

  private static TlsFolder auth() {
    return internal(Service.AUTH);
  }

  private static TlsFolder internal(Service service) {
    return open(HOUSE.home().given(service).resolve("internal"));
  }

  private static TlsFolder open(Path credentials) {
    return TlsFolder.open(credentials, InstantSource.system());
  }

  private static String log(Service service) throws IOException {
    return Files.readString(
        HOUSE.home().logs().resolve(service.id() + ".log"), StandardCharsets.UTF_8);
  }
}
