package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.database.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@AuthTest
@DisplayName("POST /v1/certificates/check explains what a TLS alert cannot")
class CertificateCheckTest {
  private static final String PATH = "/v1/certificates/check";

  /// Keeps a marker of keys out of what is tracked.
  private static final String KEY = "PRIVATE " + "KEY-----";

  private static final Path HOME = TestDatabase.ofThisJvm().home().resolve("checked");

  private final Path home = HOME;

  private static String chain() {
    return read("tls.crt");
  }

  private static String key() {
    return read("tls.key");
  }

  private static String read(String name) {
    var folder = HOME.resolve("exposed");
    try {
      if (!Files.exists(folder)) {
        GiftwardenStack.pki().issuePartner("acme", "erp", folder);
      }
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("a partner's certificate with its issuing CA is accepted")
  void acceptsAPartner() throws IOException {
    var folder = home.resolve("partner");
    GiftwardenStack.pki().issuePartner("acme", "erp", folder);
    var report = check(Files.readString(folder.resolve("tls.crt")));
    assertThat(report.get("accepted").asBoolean()).isTrue();
    assertThat(report.get("problems")).isEmpty();
    assertThat(report.get("holder").asText())
        .isEqualTo("spiffe://partners.giftwarden.example/account/acme/client/erp");
  }

  @Test
  @DisplayName("M1 its leaf alone is accepted as in a handshake, where its issuing CA is known")
  void acceptsALoneLeaf() throws IOException {
    var report = check(loneLeaf(GiftwardenStack.pki(), "alone"));
    assertThat(report.get("accepted").asBoolean()).isTrue();
    assertThat(problems(report)).isEmpty();
  }

  @Test
  @DisplayName("M1 a leaf alone whose issuing CA is not known is told to send it")
  void asksForTheChain() throws IOException {
    var other = Pki.init(home.resolve("other"), InstantSource.system());
    var report = check(loneLeaf(other, "unknown"));
    assertThat(report.get("accepted").asBoolean()).isFalse();
    assertThat(problems(report)).containsExactly("chain-length");
  }

  private String loneLeaf(Pki issuer, String name) throws IOException {
    var folder = home.resolve(name);
    issuer.issuePartner("acme", "erp", folder);
    var pem = Files.readString(folder.resolve("tls.crt"));
    var end = "-----END CERTIFICATE-----";
    return pem.substring(0, pem.indexOf(end) + end.length()) + "\n";
  }

  @Test
  @DisplayName("a service's certificate is of a kind that is not accepted here")
  void refusesAService() throws IOException {
    var folder = home.resolve("service");
    GiftwardenStack.pki().issueService("gift", List.of("localhost"), folder);
    assertThat(problems(check(Files.readString(folder.resolve("tls.crt")))))
        .containsExactly("kind-not-accepted");
  }

  @Test
  @DisplayName("of a stranger's certificate it says everything that is wrong")
  void listsEverything() throws IOException {
    var folder = home.resolve("role");
    GiftwardenStack.pki().issueDatabaseRole("gift", folder);
    assertThat(problems(check(Files.readString(folder.resolve("tls.crt")))))
        .contains("chain-length", "no-identity");
  }

  @Test
  @DisplayName("what is no certificate is a malformed request")
  void refusesNonsense() {
    for (var body : List.of("", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n")) {
      var answer = Edge.stranger().postText(PATH, "application/x-pem-file", body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.problem()).isEqualTo("malformed-request");
    }
  }

  static Stream<Arguments> exposing() {
    return Stream.of(
        argumentSet("a key before", (UnaryOperator<String>) pem -> key() + pem),
        argumentSet("a key behind", (UnaryOperator<String>) pem -> pem + key()),
        argumentSet(
            "a key between",
            (UnaryOperator<String>) pem -> pem.replaceFirst("(?<=E-----\n)(?=-)", key())),
        argumentSet("CRLF", (UnaryOperator<String>) pem -> (key() + pem).replace("\n", "\r\n")),
        argumentSet("half a key", (UnaryOperator<String>) pem -> pem + key().substring(0, 90)),
        argumentSet(
            "a key of another kind",
            (UnaryOperator<String>) pem -> key().replace(KEY, "RSA " + KEY) + pem),
        argumentSet(
            "an encrypted key",
            (UnaryOperator<String>) pem -> key().replace(KEY, "ENCRYPTED " + KEY) + pem));
  }

  @ParameterizedTest
  @MethodSource("exposing")
  @DisplayName("U3 C2 the certificates beside a key are judged, and the key is called exposed")
  void warnsOfAKey(UnaryOperator<String> file) {
    var answer = Edge.stranger().postText(PATH, "application/x-pem-file", file.apply(chain()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("accepted").asBoolean()).isTrue();
    assertThat(answer.json().at("/warnings/0/problem").asText()).isEqualTo("private-key-exposed");
    key().lines().forEach(line -> assertThat(answer.text()).doesNotContain(line));
  }

  @Test
  @DisplayName(
      "U3 C2 a key alone is no certificate, and called exposed; a certificate alone is not")
  void warnsOfAKeyAlone() {
    var answer = Edge.stranger().postText(PATH, "application/x-pem-file", key());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("malformed-request");
    assertThat(answer.json().get("detail").asText()).contains("holds a private key");
    key().lines().forEach(line -> assertThat(answer.text()).doesNotContain(line));
    assertThat(check(chain()).get("warnings")).isEmpty();
  }

  private static JsonNode check(String pem) {
    var answer = Edge.stranger().postText(PATH, "application/x-pem-file", pem);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> problems(JsonNode report) {
    var problems = new ArrayList<String>();
    report.get("problems").forEach(found -> problems.add(found.get("problem").asText()));
    return problems;
  }
}
