package dev.giftwarden.acceptance.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("K21 K22 a key that came in a URL to any service spends no more")
class ExposedKeyTest {
  private static final House HOUSE = House.started();

  /// To the next report, and for auth to look at it.
  private static final Duration SOON = Duration.ofSeconds(20);

  /// From the flag on: the bound of every revocation.
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final Partner acme = Partner.standard(HOUSE, "exposed");

  private JsonNode exposed(Partner.Key key) {
    String url = HOUSE.auth + "/v1/accounts/" + acme.account + "/keys/" + key.id();
    return Eventually.answers(
        SOON, now -> now.has("exposedAt"), () -> HOUSE.curl(HOUSE.operator(), url).json());
  }

  private int budget(String credential) {
    return HOUSE
        .post(
            acme.certificate,
            HOUSE.gift + "/v1/budgets",
            "{\"amount\":5,\"currency\":\"EUR\"}",
            "--oauth2-bearer",
            credential)
        .status();
  }

  private int gifts(String credential) {
    return HOUSE
        .curl(acme.certificate, HOUSE.gift + "/v1/gifts", "--oauth2-bearer", credential)
        .status();
  }

  @Test
  @DisplayName("K21 at gift: 400, flagged, its token of before dead, and its bare key only reads")
  void atGift() {
    Partner.Key key = acme.sender();
    String token = acme.token(key, "gift");
    assertThat(budget(token)).isEqualTo(201);
    assertThat(budget(key.secret())).isEqualTo(201);
    assertThat(HOUSE.curl(Identity.NONE, HOUSE.gift + "/v1/gifts?apiKey=" + key.secret()).outcome())
        .isEqualTo("400 key-in-url");
    assertThat(exposed(key).at("/exposedBy").asText()).isEqualTo("url");
    assertThat(Eventually.answers(BOUND, status -> status != 201, () -> budget(token)))
        .isEqualTo(401);
    assertThat(Eventually.answers(BOUND, status -> status != 201, () -> budget(key.secret())))
        .isEqualTo(403);
    assertThat(gifts(key.secret())).isEqualTo(200);
    assertThat(gifts(acme.token(key, "gift"))).isEqualTo(200);
  }

  @Test
  @DisplayName("K21 at audit, in a path: flagged as well")
  void atAudit() {
    Partner.Key key = acme.sender();
    assertThat(HOUSE.curl(Identity.NONE, HOUSE.audit + "/v1/" + key.secret()).outcome())
        .isEqualTo("400 key-in-url");
    assertThat(exposed(key).at("/exposedBy").asText()).isEqualTo("url");
  }
}
