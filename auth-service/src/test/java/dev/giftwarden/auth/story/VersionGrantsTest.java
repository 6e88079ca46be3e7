package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Peer;
import dev.giftwarden.auth.testing.Registry;
import dev.giftwarden.testkit.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What tokens say of the versions that a key, its client and its certificate grant.
@AuthTest
class VersionGrantsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Directory directory = new Directory();
  private final Edge operator = Edge.operator();

  private static Answer patch(Edge who, String path, String versions, String... headers) {
    return who.patch(path, "{\"versions\": [%s]}".formatted(quoted(versions)), headers);
  }

  /// `v1 v2` as members of a list.
  private static String quoted(String versions) {
    return versions.isEmpty() ? "" : "\"" + versions.replace(" ", "\", \"") + "\"";
  }

  private static JsonNode claims(String token) {
    try {
      return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String versions(JsonNode claims, String name) {
    if (!claims.has(name)) {
      return "absent";
    }
    var words = new ArrayList<String>();
    claims.get(name).forEach(word -> words.add(word.asText()));
    return words.isEmpty() ? "none" : String.join(" ", words);
  }

  @ParameterizedTest(name = "key {0}, client {1}, certificate {2}: token {3}, certificate {4}")
  @DisplayName(
      "V1 a token says what a key grants within its client and, apart, what the certificate does:")
  @CsvSource({
    "'',    '',    '',      v1 v2, v1 v2",
    "v1,    '',    '',      v1,    v1 v2",
    "v2,    v1 v2, v1,      v2,    v1",
    "'',    v2,    '',      v2,    v2",
    "'',    v2,    v1 v2,   v2,    v1 v2",
    "v1,    v2,    v2,      none,  v2",
    "v1 v2, '',    v2,      v1 v2, v2",
  })
  void says(String ofKey, String ofClient, String ofCertificate, String key, String certificate) {
    var account = directory.account("standard", "optional");
    directory.client(account, "erp", "gifts:read");
    var partner = Edge.partner(account, "erp");
    if (!ofClient.isEmpty()) {
      var path = "/v1/accounts/" + account + "/clients/erp";
      assertThat(patch(operator, path, ofClient).outcome()).isEqualTo("200");
    }
    if (!ofCertificate.isEmpty()) {
      Registry.issued(
          partner.certificate().own(), account, "{" + ofCertificate.replace(' ', ',') + "}");
    }
    var made =
        directory.key(account, "gifts:read", "", ", \"versions\": [%s]".formatted(quoted(ofKey)));
    var token = claims(token(partner, Directory.secret(made, "audience", "gift")));
    assertThat(versions(token, "gw_versions")).isEqualTo(key);
    assertThat(versions(token, "gw_certificate_versions")).isEqualTo(certificate);
    try (var gift = Peer.service("gift")) {
      var relayed = gift.stub().exchange(Peer.presented(made, partner.certificate().chain()));
      var bare = claims(relayed.getIssued().getToken());
      assertThat(versions(bare, "gw_versions")).isEqualTo(key);
      assertThat(versions(bare, "gw_certificate_versions")).isEqualTo(certificate);
    }
    var alone = claims(token(partner, alone()));
    assertThat(versions(alone, "gw_versions")).isEqualTo(ofClient.isEmpty() ? "v1 v2" : ofClient);
    assertThat(versions(alone, "gw_certificate_versions")).isEqualTo(certificate);
  }

  private static Map<String, String> alone() {
    return Map.of("grant_type", "client_credentials", "client_id", "erp", "audience", "gift");
  }

  private static String token(Edge edge, Map<String, String> form) {
    var answer = edge.postForm("/oauth2/token", form);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("access_token").asText();
  }

  @Test
  @DisplayName(
      "V1 a bearer token has no word of a certificate, nor a token for auth, which needs none")
  void saysNothing() {
    var account = directory.account("standard", "optional");
    directory.client(account, "erp", "gifts:read");
    var key = directory.key(account, "gifts:read", "", ", \"versions\": [\"v2\"]");
    var bearer = claims(token(Edge.stranger(), Directory.secret(key, "audience", "gift")));
    assertThat(versions(bearer, "gw_versions")).isEqualTo("v2");
    assertThat(versions(bearer, "gw_certificate_versions")).isEqualTo("absent");
    var partner = Edge.partner(account, "erp");
    var forAuth = claims(token(partner, Directory.secret(key, "audience", "auth")));
    assertThat(versions(forAuth, "gw_certificate_versions")).isEqualTo("absent");
  }

  @Test
  @DisplayName("V1 a key that grants v2 alone administers: auth's own /v1 is none of the versions")
  void administersWithV2() {
    var account = directory.account("standard", "optional");
    var key = directory.key(account, "keys:read", "", ", \"versions\": [\"v2\"]");
    var bearer = "Bearer " + key.get("key").asText();
    var path = "/v1/accounts/" + account + "/keys";
    assertThat(Edge.stranger().get(path, "Authorization", bearer).outcome()).isEqualTo("200");
  }

  @Test
  @DisplayName("V2 Z4 a change of what a client or a certificate grants ends the tokens there are")
  void changeEndsTokens() {
    var account = directory.account("standard", "optional");
    directory.client(account, "erp", "gifts:read");
    var certificate = Edge.partner(account, "erp").certificate().own();
    Registry.issued(certificate, account, "{v1,v2}");
    var subject = "client:" + account + "/erp";
    var path = "/v1/accounts/" + account + "/clients/erp";
    try (var gift = Peer.service("gift")) {
      var state = gift.follow();
      assertThat(patch(operator, path, "v2").outcome()).isEqualTo("200");
      assertThat(gift.awaits(Duration.ofSeconds(10), () -> state.epoch(subject) == 2)).isTrue();
      assertThat(patch(operator, path, "v2").outcome()).as("no change").isEqualTo("200");
      var its = path + "/certificates/" + certificate.serial();
      assertThat(patch(operator, its, "v2").outcome()).isEqualTo("200");
      assertThat(gift.awaits(Duration.ofSeconds(10), () -> state.epoch(subject) == 3)).isTrue();
      assertThat(patch(operator, path, "").outcome()).isEqualTo("200");
      assertThat(gift.awaits(Duration.ofSeconds(10), () -> state.epoch(subject) == 4)).isTrue();
    }
  }

  @Test
  @DisplayName("V1 a partner takes versions from its certificates, adds none, and finds no others'")
  void partnersOnlyNarrow() {
    var account = directory.account("standard", "optional");
    var other = directory.account("standard", "optional");
    directory.client(account, "erp", "gifts:read");
    directory.client(other, "erp", "gifts:read");
    var certificate = Edge.partner(account, "erp").certificate().own();
    Registry.issued(certificate, account, "{v1,v2}");
    var key = directory.key(account, "certificates:write", "");
    var bearer = new String[] {"Authorization", "Bearer " + key.get("key").asText()};
    var path = "/v1/accounts/%s/clients/erp/certificates/%s";
    var own = path.formatted(account, certificate.serial());
    var stranger = Edge.stranger();
    assertThat(patch(stranger, own, "v1", bearer).outcome()).isEqualTo("200");
    assertThat(patch(stranger, own, "v1 v2", bearer).outcome()).isEqualTo("403 wider-than-issuer");
    assertThat(patch(stranger, own, "", bearer).outcome()).isEqualTo("400 malformed-request");
    assertThat(patch(stranger, own, "v3", bearer).outcome()).isEqualTo("400 malformed-request");
    assertThat(patch(stranger, path.formatted(account, "abc"), "v1", bearer).outcome())
        .isEqualTo("404 not-found");
    assertThat(patch(stranger, path.formatted(other, certificate.serial()), "v1", bearer).outcome())
        .isEqualTo("404 not-found");
    assertThat(patch(operator, path.formatted(other, certificate.serial()), "v1").outcome())
        .isEqualTo("404 not-found");
    assertThat(patch(stranger, "/v1/accounts/" + account + "/clients/erp", "v1", bearer).outcome())
        .isEqualTo("403 insufficient-scope");
    assertThat(patch(operator, own, "v1 v2").outcome()).as("an operator may").isEqualTo("200");
  }

  @Test
  @DisplayName("E2 V1 what a client or a certificate may call changes once under its key")
  void repeatable() {
    var account = directory.account("standard", "optional");
    directory.client(account, "erp", "gifts:read");
    var certificate = Edge.partner(account, "erp").certificate().own();
    Registry.issued(certificate, account, "{v1,v2}");
    var client = "/v1/accounts/" + account + "/clients/erp";
    for (var path : List.of(client, client + "/certificates/" + certificate.serial())) {
      var word = new String[] {"Idempotency-Key", UUID.randomUUID().toString()};
      assertThat(patch(operator, path, "v2", word).headers())
          .doesNotContainKey("Idempotent-Replayed");
      assertThat(patch(operator, path, "v1 v2").outcome()).isEqualTo("200");
      var again = patch(operator, path, "v2", word);
      assertThat(again.headers()).containsEntry("Idempotent-Replayed", "true");
      assertThat(again.json().path("versions")).as("as it is now").hasSize(2);
      assertThat(patch(operator, path, "v1", word).outcome())
          .isEqualTo("422 idempotency-key-reused");
    }
  }

  @Test
  @DisplayName("Z4 a client gets other scopes, and its tokens of before end within a second")
  void otherScopes() {
    var account = directory.account("standard", "optional");
    directory.client(account, "erp", "gifts:read gifts:send");
    var path = "/v1/accounts/" + account + "/clients/erp";
    var subject = "client:" + account + "/erp";
    var partner = Edge.partner(account, "erp");
    var before = token(partner, alone());
    try (var gift = Peer.service("gift")) {
      var state = gift.follow();
      assertThat(state.epoch(subject)).isLessThanOrEqualTo(1);
      var renamed = operator.patch(path, "{\"name\": \"Our ERP\"}");
      assertThat(renamed.outcome()).isEqualTo("200");
      assertThat(renamed.json().get("name").asText()).isEqualTo("Our ERP");
      assertThat(renamed.json().get("scopes")).as("stays").hasSize(2);
      var narrowed = operator.patch(path, "{\"scopes\": [\"gifts:read\"]}");
      assertThat(narrowed.json().get("scopes").toString()).isEqualTo("[\"gifts:read\"]");
      assertThat(gift.awaits(Duration.ofSeconds(10), () -> state.epoch(subject) == 2))
          .as("a name ends no token, a scope does")
          .isTrue();
    }
    assertThat(claims(before).get("scope").asText()).isEqualTo("gifts:read gifts:send");
    assertThat(claims(token(partner, alone())).get("scope").asText()).isEqualTo("gifts:read");
    var wider = new HashMap<>(alone());
    wider.put("scope", "gifts:send");
    assertThat(partner.postForm("/oauth2/token", wider).json().get("error").asText())
        .isEqualTo("invalid_scope");
    var listed = operator.get("/v1/accounts/" + account + "/clients").json();
    assertThat(listed.at("/items/0/name").asText()).isEqualTo("Our ERP");
  }

  @Test
  @DisplayName(
      "V1 what a later release grants is nothing here, and stays when this one changes the rest")
  void later() {
    var account = directory.account("standard", "optional");
    directory.client(account, "erp", "gifts:read");
    Registry.grantOfLater(account, "v9", "gifts:dream");
    var token = claims(token(Edge.partner(account, "erp"), alone()));
    assertThat(versions(token, "gw_versions")).isEqualTo("none");
    assertThat(versions(token, "gw_certificate_versions")).isEqualTo("none");

    var path = "/v1/accounts/" + account + "/clients/erp";
    assertThat(operator.patch(path, "{\"name\": \"ERP\"}").outcome()).isEqualTo("200");
    assertThat(
            Registry.ask(
                "select concat_ws(' ', name, scopes, versions) from client where account = '%s'"
                    .formatted(account)))
        .isEqualTo("ERP {gifts:read,gifts:dream} {v9}");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("Z4 what no client can be is refused, and changes nothing:")
  @ValueSource(
      strings = {
        "{}",
        "{\"scopes\": []}",
        "{\"scopes\": [\"gifts:eat\"]}",
        "{\"scopes\": [\"audit:append\"]}",
        "{\"scopes\": [null]}",
        "{\"scopes\": \"gifts:read\"}",
        "{\"name\": \"\"}",
        "{\"name\": \"two\\nlines\"}",
        "{\"name\": \"ERP\", \"environment\": \"test\"}",
        "{\"versions\": [\"v3\"]}"
      })
  void noClient(String body) {
    var account = directory.account("standard", "optional");
    directory.client(account, "erp", "gifts:read");
    var path = "/v1/accounts/" + account + "/clients/erp";
    assertThat(operator.patch(path, body).outcome()).isEqualTo("400 malformed-request");
    var listed = operator.get("/v1/accounts/" + account + "/clients").json().at("/items/0");
    assertThat(listed.get("name").asText()).isEqualTo("A client");
    assertThat(listed.get("scopes").toString()).isEqualTo("[\"gifts:read\"]");
    assertThat(operator.patch(path + "x", "{\"name\": \"ERP\"}").outcome())
        .isEqualTo("404 not-found");
    var key = directory.key(account, "certificates:write accounts:read", "");
    assertThat(
            Edge.stranger()
                .patch(path, "{\"name\": \"ERP\"}", "X-Api-Key", key.get("key").asText())
                .outcome())
        .isEqualTo("403 insufficient-scope");
  }

  @Test
  @DisplayName("V1 a key of the test world finds no certificate of the live one")
  void worldsDiffer() {
    var account = directory.account("standard", "optional");
    directory.client(account, "erp", "gifts:read");
    var certificate = Edge.partner(account, "erp").certificate().own();
    Registry.issued(certificate, account, "{v1,v2}");
    var body = Directory.body("certificates:write", "", "").replace("live", "test");
    var key = operator.post("/v1/accounts/" + account + "/keys", body).json();
    assertThat(
            patch(
                    Edge.stranger(),
                    "/v1/accounts/%s/clients/erp/certificates/%s"
                        .formatted(account, certificate.serial()),
                    "v1",
                    "Authorization",
                    "Bearer " + key.get("key").asText())
                .outcome())
        .isEqualTo("404 not-found");
  }
}
