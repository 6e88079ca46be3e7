package dev.giftwarden.acceptance.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("K12 auth hears of the use of a key at every service within a minute")
class KeyUseTest {
  private static final House HOUSE = House.started();
  private static final Duration PROMISED = Duration.ofSeconds(60);

  private final Partner acme = Partner.standard(HOUSE, "used");

  private JsonNode awaited(Partner.Key key, Predicate<JsonNode> wanted) {
    String url = HOUSE.auth + "/v1/accounts/" + acme.account + "/keys/" + key.id();
    return Eventually.answers(PROMISED, wanted, () -> HOUSE.curl(HOUSE.operator(), url).json());
  }

  private static Predicate<JsonNode> usedFor(String route) {
    return seen -> seen.at("/lastUsed/route").asText().equals(route);
  }

  private static int status(Identity over, String url, String credential) {
    return HOUSE.curl(over, url, "--oauth2-bearer", credential).status();
  }

  @Test
  @DisplayName("K12 a bare key at gift, a token of it at audit; who was refused there used nothing")
  void everywhere() {
    Partner.Key atGift = acme.key(List.of("gifts:read"));
    Partner.Key atAudit = acme.key(List.of("audit:read"));
    String token = acme.token(Identity.NONE, atAudit, "audit");
    Instant begun = Instant.now();
    assertThat(status(acme.certificate, HOUSE.gift + "/v2/gifts", atGift.secret())).isEqualTo(200);
    assertThat(status(Identity.NONE, HOUSE.audit + "/v1/audit/events", token)).isEqualTo(200);
    assertThat(status(acme.certificate, HOUSE.gift + "/v2/budgets", atGift.secret()))
        .isEqualTo(403);
    assertThat(status(acme.certificate, HOUSE.audit + "/v1/audit/events", token)).isEqualTo(401);

    JsonNode seen = awaited(atGift, now -> now.has("lastUsed") && now.has("failures"));
    assertThat(Instant.parse(seen.at("/lastUsed/at").asText())).isBetween(begun, Instant.now());
    assertThat(seen.at("/lastUsed/route").asText()).isEqualTo("GET /v2/gifts");
    assertThat(seen.at("/lastUsed/address").asText()).isEqualTo("127.0.0.1");
    assertThat(seen.at("/lastUsed/certificate").asText()).isNotEmpty();
    assertThat(seen.at("/failures/count").asInt()).isOne();

    seen = awaited(atAudit, usedFor("GET /v1/audit/events").and(now -> now.has("failures")));
    assertThat(seen.at("/lastUsed").has("certificate")).isFalse();
    assertThat(seen.at("/failures/count").asInt()).isOne();
    assertThat(unused(atGift)).isEqualTo("[\"budgets:read\",\"audit:read\"]");
    assertThat(unused(atAudit)).isEqualTo("[\"gifts:read\",\"budgets:read\"]");
  }

  /// What a key could do without that is to take the place of this one.
  private String unused(Partner.Key predecessor) {
    String url =
        HOUSE.auth
            + "/v1/accounts/%s/keys/preview?predecessor=%s"
                .formatted(acme.account, predecessor.id());
    String body =
        """
        {"environment":"live","scopes":["gifts:read","budgets:read","audit:read"],"expiresAt":"%s"}\
        """
            .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(1)));
    return HOUSE.post(HOUSE.operator(), url, body).json().at("/unused/scopes").toString();
  }
}
