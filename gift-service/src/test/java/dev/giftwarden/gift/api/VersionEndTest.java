package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.v1.UsageCount;
import dev.giftwarden.auth.v1.UsageReport;
import dev.giftwarden.auth.v1.VersionState;
import dev.giftwarden.auth.v1.VersionState.Stage;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a version that ends says of itself, and what is left of one that has ended.
@QuarkusTest
class VersionEndTest extends ApiTest {
  private static final String GONE =
      "{\"type\":\"https://giftwarden.example/problems/version-retired\","
          + "\"title\":\"API version retired\",\"status\":410,"
          + "\"detail\":\"This version of the API is no more: call the version that `successor`"
          + " names.\",\"successor\":\"v2\"}";

  private void says(Stage stage) {
    stack().auth().awaitConsumers(1);
    stack()
        .auth()
        .says(
            VersionState.newBuilder()
                .setVersion("v1")
                .setStage(stage)
                .setDeprecatedAtUnixMs(Instant.parse("2026-12-01T00:00:00Z").toEpochMilli())
                .setSunsetAtUnixMs(Instant.parse("2027-07-01T00:00:00Z").toEpochMilli())
                .setSuccessor("v2")
                .build());
  }

  /// Of all tests of this service, this one alone lets it end.
  @AfterEach
  void activeAgain() {
    says(Stage.ACTIVE);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("V4 every answer of a deprecated version says that it ends, whatever it is:")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | GET /v1/gifts
          404 | GET /v1/gifts/gft_0123456789ABCDEFGHIJKL
          404 | GET /v1/nothing
          404 | GET /v1/gifts/
          405 | DELETE /v1/gifts
          400 | GET /v1/gifts?no=such
          400 | GET /v1/gifts;a
          400 | POST /v1/gifts
          """)
  void saysItEnds(int status, String line) {
    Partner partner = partner("acme");
    says(Stage.DEPRECATED);
    String[] words = line.split(" ", 2);
    Answer answer = partner.send(words[0], words[1], words[0].equals("POST") ? "{" : null);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.headers()).containsEntry("Deprecation", "@1796083200");
    assertThat(answer.headers()).containsEntry("Sunset", "Thu, 01 Jul 2027 00:00:00 GMT");
    assertThat(answer.headers().get("Link")).contains("rel=\"successor-version\"", "</v2");
  }

  @Test
  @DisplayName("V4 refusals say it too, and what is of no version or of another one does not")
  void saysItToStrangers() {
    Partner stranger = Partner.stranger(stack());
    assertThat(stranger.get("/v1/gifts").headers()).doesNotContainKey("Deprecation");
    says(Stage.DEPRECATED);
    Answer refused = stranger.get("/v1/gifts");
    assertThat(refused.outcome()).isEqualTo("401 credentials-missing");
    assertThat(refused.headers()).containsKeys("Deprecation", "Sunset", "Link");
    for (String path : List.of("/v2/nothing", "/nothing", "/v1x/gifts", "/")) {
      assertThat(stranger.get(path).headers()).as(path).doesNotContainKey("Deprecation");
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @DisplayName("V6 a retired version answers 410 to everybody, byte by byte the same:")
  @CsvSource({
    "GET,    /v1/gifts",
    "GET,    /v1/gifts/gft_0123456789ABCDEFGHIJKL",
    "POST,   /v1/gifts",
    "DELETE, /v1/gifts",
    "GET,    /v1/nothing",
    "GET,    /v1",
    "GET,    /%761/gifts",
    "GET,    /v1/gifts?no=such",
  })
  void isGone(String method, String path) {
    Partner partner = partner("acme");
    assertThat(partner.get("/v1/gifts").status()).as("while it lives").isEqualTo(200);
    says(Stage.RETIRED);
    Partner thief = Partner.stranger(stack()).bearer("x.y.z");
    for (Partner any : List.of(partner, Partner.stranger(stack()), thief)) {
      Answer answer = any.send(method, path, method.equals("POST") ? "{\"a\": 1}" : null);
      assertThat(answer.status()).isEqualTo(410);
      assertThat(answer.text()).isEqualTo(GONE);
      assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
    }
    assertThat(partner.get("/v2/nothing").status()).as("another version").isEqualTo(404);
  }

  @Test
  @DisplayName(
      "V1 a certificate that does not grant a version does not call it, whatever the key may")
  void certificateGrants() {
    String account = "versions";
    Partner other = partner(account, token -> token.certificateVersions(ApiVersion.V2));
    assertThat(other.get("/v1/gifts").outcome()).isEqualTo("403 certificate-not-valid-for-version");
    Partner none = partner(account, token -> token.certificateVersions());
    assertThat(none.get("/v1/gifts").outcome()).isEqualTo("403 certificate-not-valid-for-version");
    Partner key =
        partner(account, token -> token.certificateVersions(ApiVersion.V1).versions(ApiVersion.V2));
    assertThat(key.get("/v1/gifts").outcome()).isEqualTo("403 version-not-granted");
    Partner both = partner(account, token -> token.certificateVersions(ApiVersion.V1));
    assertThat(both.get("/v1/gifts").outcome()).isEqualTo("200");
  }

  @Test
  @DisplayName(
      "V9 C11 every call that was let in is reported once, with who was seen, and no other")
  void reports() {
    Partner partner = partner("counted", token -> token.client("counted", "erp"));
    for (int call = 0; call < 5; call++) {
      assertThat(partner.get("/v1/gifts").status()).isEqualTo(200);
    }
    assertThat(partner.get("/v1/gifts/gft_" + NOWHERE).status()).isEqualTo(404);
    Partner refused = partner("counted", t -> t.client("counted", "erp").versions(ApiVersion.V2));
    assertThat(refused.get("/v1/gifts").status()).isEqualTo(403);
    long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (counted() < 6 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(10_000_000);
    }
    assertThat(counted()).isEqualTo(6);
    assertThat(stack().auth().usage())
        .flatExtracting(UsageReport::getSeenList)
        .as("C11 and which certificate it was, from where")
        .anyMatch(seen ->
            seen.getSerial().equals(serials().getFirst())
                && seen.getSourceAddress().equals("127.0.0.1")
                && seen.getAtUnixMs() > 0);
  }

  private List<String> serials() {
    return stack().auth().usage().stream()
        .flatMap(report -> report.getCountsList().stream())
        .filter(count -> count.getAccount().equals("counted"))
        .map(UsageCount::getCertificateSerial)
        .distinct()
        .toList();
  }

  private long counted() {
    return stack().auth().usage().stream()
        .flatMap(report -> report.getCountsList().stream())
        .filter(count -> count.getAccount().equals("counted"))
        .peek(count -> {
          assertThat(count.getVersion()).isEqualTo("v1");
          assertThat(count.getSubject()).isEqualTo("client:counted/erp");
          assertThat(count.getCertificateSerial()).isNotEmpty();
        })
        .mapToLong(UsageCount::getCalls)
        .sum();
  }
}
