package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Node;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Clients that nobody here wrote: npm's openid-client, oauth4webapi, simple-oauth2 and jose.
class StockClientsTest {
  private static final House HOUSE = House.started();

  @Test
  @DisplayName(
      "T1 T4 openid-client gets a token by key and certificate, jose verifies it, gift takes it")
  void keyAndCertificate() {
    Partner acme = Partner.enterprise(HOUSE, "stock");
    Partner.Key key = acme.key(List.of("gifts:read"));
    Map<String, Object> options = options(acme);
    options.put("clientId", key.id());
    options.put("clientSecret", key.secret());
    JsonNode issued = Node.run("oauth.mjs", options);
    assertThat(issued.at("/payload/cnf/x5t#S256").asText())
        .isEqualTo(acme.certificate.thumbprint());
    assertThat(issued.at("/payload/client_id").asText()).isEqualTo(key.id());
    assertThat(issued.at("/payload/scope").asText()).isEqualTo("gifts:read");
    Reply read =
        HOUSE.curl(
            acme.certificate,
            HOUSE.gift + "/v1/gifts",
            "--oauth2-bearer",
            issued.at("/token").asText());
    assertThat(read.outcome()).isEqualTo("200");
  }

  @Test
  @DisplayName("T1 T4 openid-client gets a token by certificate alone (tls_client_auth)")
  void certificateAlone() {
    Partner acme = Partner.enterprise(HOUSE, "stock");
    Map<String, Object> options = options(acme);
    options.put("clientId", "erp");
    JsonNode issued = Node.run("oauth.mjs", options);
    assertThat(issued.at("/payload/cnf/x5t#S256").asText())
        .isEqualTo(acme.certificate.thumbprint());
    assertThat(issued.at("/payload/client_id").asText()).isEqualTo("erp");
  }

  /// As each library says it: no client is told anything but the issuer, a credential and a wish.
  @Test
  @DisplayName(
      "T1 T4 T6 openid-client, oauth4webapi and simple-oauth2 take a token through its whole life")
  void wholeLife() {
    Partner acme = Partner.enterprise(HOUSE, "stock");
    Partner.Key key = acme.key(List.of("gifts:read"));
    Map<String, Object> options = options(acme);
    options.put("clientId", key.id());
    options.put("clientSecret", key.secret());
    options.put("certificateClient", "erp");
    options.put("resource", "https://audit.giftwarden.example");
    JsonNode seen = Node.run("oauth-life.mjs", options);
    String life = "audit gifts:read true false";
    String challenged = "401 OAUTH_WWW_AUTHENTICATE_CHALLENGE";
    assertThat(told(seen, "openid-client"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "client_secret_basic", life,
                "client_secret_post", life,
                "tls_client_auth", life,
                "unknown scope", "400 invalid_scope",
                "unknown resource", "400 invalid_target",
                "two resources", "400 invalid_target",
                "wrong secret", challenged,
                "wrong secret at introspection", challenged,
                "wrong secret at revocation", challenged));
    assertThat(told(seen, "oauth4webapi"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "client_secret_basic", life,
                "client_secret_post", life,
                "tls_client_auth", life,
                "unknown scope", "400 invalid_scope"));
    assertThat(told(seen, "simple-oauth2"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "header", "audit gifts:read ended",
                "header, unknown scope", "400 invalid_scope",
                "header, wrong secret", "401 invalid_client",
                "body", "audit gifts:read ended",
                "body, unknown scope", "400 invalid_scope",
                "body, wrong secret", "401 invalid_client"));
  }

  private static Map<String, String> told(JsonNode seen, String library) {
    Map<String, String> told = new TreeMap<>();
    seen.path(library)
        .properties()
        .forEach(entry -> told.put(entry.getKey(), entry.getValue().asText()));
    return told;
  }

  private static Map<String, Object> options(Partner partner) {
    return new HashMap<>(
        Map.of(
            "issuer",
            HOUSE.auth,
            "ca",
            HOUSE.root().toString(),
            "cert",
            partner.certificate.certificate().toString(),
            "key",
            partner.certificate.key().toString(),
            "scope",
            "gifts:read",
            "audience",
            "gift"));
  }
}
