package dev.giftwarden.acceptance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.database.testing.FreePorts;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A replica of gift that lets a credential make twenty calls an hour, and an account thirty.
class QuotaTest {
  private static final House HOUSE = House.started();

  private static Replica gift;

  @BeforeAll
  static void small() {
    List<Integer> free = FreePorts.find(3);
    gift =
        HOUSE.startReplica(
            Service.GIFT,
            new Ports.Of(free.get(0), free.get(1), free.get(2)),
            HOUSE.routes(),
            Map.of(
                "GIFTWARDEN_QUOTA_PER_CREDENTIAL", "20",
                "GIFTWARDEN_QUOTA_PER_ACCOUNT", "30",
                "GIFTWARDEN_QUOTA_WINDOW", "1h"));
  }

  @AfterAll
  static void gone() {
    gift.close();
  }

  private static Reply read(Partner partner, String credential) {
    return HOUSE.curl(
        partner.certificate, gift.https() + "/v1/gifts", "--oauth2-bearer", credential);
  }

  @Test
  @DisplayName(
      "E5 a credential and an account have their calls, told in every answer, and strangers take none")
  void calls() {
    Partner acme = Partner.enterprise(HOUSE, "quota");
    String first = acme.key(List.of("gifts:read")).secret();
    String second = acme.key(List.of("gifts:read")).secret();
    Reply reply = read(acme, first);
    assertThat(reply.outcome()).isEqualTo("200");
    assertThat(reply.headers())
        .containsEntry("ratelimit-policy", "\"credential\";q=20;w=3600, \"account\";q=30;w=3600");
    assertThat(reply.headers().get("ratelimit"))
        .matches("\"credential\";r=19;t=[0-9]+, \"account\";r=29;t=[0-9]+");

    for (int n = 0; n < 40; n++) {
      Reply stranger = HOUSE.curl(Identity.NONE, gift.https() + "/v1/gifts");
      assertThat(stranger.outcome()).isEqualTo("401 credentials-missing");
      assertThat(stranger.headers()).doesNotContainKey("ratelimit");
    }
    for (int n = 18; n >= 0; n--) {
      assertThat(read(acme, first).headers().get("ratelimit")).startsWith("\"credential\";r=" + n);
    }
    for (int n = 0; n < 3; n++) {
      Reply refused = read(acme, first);
      assertThat(refused.outcome()).isEqualTo("429 rate-limited");
      assertThat(refused.headers().get("ratelimit"))
          .matches("\"credential\";r=0;t=[0-9]+, \"account\";r=10;t=[0-9]+");
      assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(1, 3600);
    }
    assertThat(read(acme, second).outcome()).isEqualTo("200");
    assertThat(read(Partner.enterprise(HOUSE, "other"), first).status()).isEqualTo(401);
    Partner bluebird = Partner.enterprise(HOUSE, "plenty");
    assertThat(read(bluebird, bluebird.key(List.of("gifts:read")).secret()).outcome())
        .isEqualTo("200");
  }
}
