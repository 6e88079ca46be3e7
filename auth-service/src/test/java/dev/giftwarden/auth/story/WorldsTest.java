package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.testing.Outbox;
import dev.giftwarden.auth.testing.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AuthTest
@DisplayName("K2 T1 live and test share nothing: neither a key's certificate")
class WorldsTest {
  private final Directory directory = new Directory();

  /// Over the token endpoint, as a bare key at auth and as one that gift relays.
  @ParameterizedTest(name = "mTLS {0}, a {1} key {2} over a {3} client''s certificate: {4}")
  @CsvSource({
    "required, live, unbound, live, yes",
    "required, live, unbound, test, no",
    "required, test, unbound, test, yes",
    "required, test, unbound, live, no",
    "required, live, bound,   live, yes",
    "required, live, bound,   test, no",
    "required, test, bound,   test, yes",
    "required, test, bound,   live, no",
    "optional, live, unbound, live, yes",
    "optional, live, unbound, test, no",
    "optional, test, unbound, test, yes",
    "optional, test, unbound, live, no",
    "optional, live, bound,   live, yes",
    "optional, live, bound,   test, no",
    "optional, test, bound,   test, yes",
    "optional, test, bound,   live, no",
  })
  void worldsAreApart(String mtls, String ofKey, String binding, String ofClient, String works) {
    var account = directory.account("enterprise", mtls);
    directory.client(account, "erp", "gifts:read", ofClient);
    var partner = Edge.partner(account, "erp");
    var thumbprint = partner.certificate().own().thumbprint().value();
    var more = binding.equals("bound") ? ", \"certificates\": [\"" + thumbprint + "\"]" : "";
    var key = key(account, ofKey, more);
    boolean good = works.equals("yes");

    var token = partner.postForm("/oauth2/token", Directory.secret(key, "audience", "auth"));
    assertThat(token.status()).as(token.text()).isEqualTo(good ? 200 : 401);
    if (!good) {
      assertThat(token.json().get("error_uri").asText()).endsWith("/certificate-mismatch");
    }

    var bare = "Bearer " + key.get("key").asText();
    var read = partner.get("/v1/accounts/" + account + "/keys", "Authorization", bare);
    assertThat(read.outcome()).isEqualTo(good ? "200" : "401 certificate-mismatch");

    try (var gift = Peer.service("gift")) {
      var relayed = gift.stub().exchange(Peer.presented(key, partner.certificate().chain()));
      assertThat(relayed.hasIssued()).as(relayed.toString()).isEqualTo(good);
      assertThat(relayed.getRefused().getProblem()).isEqualTo(good ? "" : "certificate-mismatch");
    }
    assertThat(Outbox.ofAccount(account))
        .filteredOn(event -> event.action().equals("token.issue"))
        .extracting(event -> event.reason())
        .hasSize(3)
        .containsOnly(good ? "" : "environments-differ");
  }

  private JsonNode key(String account, String environment, String more) {
    var body = Directory.body("keys:read", "", more);
    var answer =
        Edge.operator()
            .post(
                "/v1/accounts/" + account + "/keys",
                body.replace("\"live\"", "\"" + environment + "\""));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }
}
