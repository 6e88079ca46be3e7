package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.database.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("POST /v1/certificates/check explains what a TLS alert cannot")
class CertificateCheckTest {
  private static final String PATH = "/v1/certificates/check";

  private final Path home = TestDatabase.ofThisJvm().home().resolve("checked");

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
  @DisplayName("without its issuing CA it is not, and the report says what to send")
  void asksForTheChain() throws IOException {
    var folder = home.resolve("alone");
    GiftwardenStack.pki().issuePartner("acme", "erp", folder);
    var pem = Files.readString(folder.resolve("tls.crt"));
    var end = "-----END CERTIFICATE-----";
    var report = check(pem.substring(0, pem.indexOf(end) + end.length()) + "\n");
    assertThat(report.get("accepted").asBoolean()).isFalse();
    assertThat(problems(report)).containsExactly("chain-length");
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
