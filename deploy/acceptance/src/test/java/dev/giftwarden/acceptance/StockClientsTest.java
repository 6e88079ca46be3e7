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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Clients that nobody here wrote: npm's openid-client and jose.
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
