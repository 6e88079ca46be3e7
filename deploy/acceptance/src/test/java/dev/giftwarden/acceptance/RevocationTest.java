package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A revoked key is dead everywhere, tokens and all; without the feed nobody is trusted.
class RevocationTest {
  private static final House HOUSE = House.started();
  private static final String DEAD = "401 token-revoked";

  /// What is promised on any machine: the staleness bound. How soon it is in truth, a benchmark
  /// says.
  private static final Duration BOUND = Duration.ofSeconds(10);

  @Test
  @DisplayName("K11 T6 a revoked key's outstanding tokens are refused at gift and audit")
  void revoked() {
    Partner acme = Partner.enterprise(HOUSE, "revoked");
    Partner.Key key = acme.key(List.of("gifts:read", "audit:read"));
    String gift = acme.token(key, "gift");
    String audit = acme.token(key, "audit");
    assertThat(read(acme, "gift", gift).outcome()).isEqualTo("200");
    assertThat(read(acme, "audit", audit).outcome()).isEqualTo("200");

    Reply revoked =
        HOUSE.post(
            HOUSE.operator(),
            HOUSE.auth + "/v1/accounts/" + acme.account + "/keys/" + key.id() + "/revoke",
            "{}");
    assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);

    assertThat(Eventually.becomes(BOUND, DEAD, () -> read(acme, "gift", gift).outcome()))
        .isEqualTo(DEAD);
    assertThat(Eventually.becomes(BOUND, DEAD, () -> read(acme, "audit", audit).outcome()))
        .isEqualTo(DEAD);
    assertThat(read(acme, "gift", key.secret()).outcome()).isEqualTo("401 key-revoked");
    Partner.Key other = acme.key(List.of("gifts:read"));
    assertThat(read(acme, "gift", acme.token(other, "gift")).outcome()).isEqualTo("200");
  }

  private static Reply read(Partner partner, String service, String token) {
    String url =
        service.equals("gift") ? HOUSE.gift + "/v1/gifts" : HOUSE.audit + "/v1/audit/events";
    return HOUSE.curl(partner.certificate, url, "--oauth2-bearer", token);
  }
}
