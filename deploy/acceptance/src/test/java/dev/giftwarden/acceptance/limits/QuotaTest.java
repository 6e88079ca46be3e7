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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A replica of gift and one of auth that let through so few calls in an hour that a test meets
/// every bound.
class QuotaTest {
  private static final House HOUSE = House.started();

  private static final Map<String, String> FEW =
      Map.of(
          "GIFTWARDEN_QUOTA_STANDARD_PER_KEY", "4",
          "GIFTWARDEN_QUOTA_STANDARD_PER_ACCOUNT", "6",
          "GIFTWARDEN_QUOTA_ENTERPRISE_PER_KEY", "10",
          "GIFTWARDEN_QUOTA_ENTERPRISE_PER_CLIENT", "15",
          "GIFTWARDEN_QUOTA_ENTERPRISE_PER_ACCOUNT", "18",
          "GIFTWARDEN_QUOTA_PER_ADDRESS", "12",
          "GIFTWARDEN_QUOTA_WINDOW", "1h");

  private static Replica gift;
  private static Replica auth;

  @BeforeAll
  static void small() {
    gift = replica(Service.GIFT);
    auth = replica(Service.AUTH);
  }

  private static Replica replica(Service service) {
    List<Integer> free = FreePorts.find(3);
    var ports = new Ports.Of(free.get(0), free.get(1), free.get(2));
    return HOUSE.startReplica(service, ports, HOUSE.routes(), FEW);
  }

  @AfterAll
  static void gone() {
    gift.close();
    auth.close();
  }

  private static Reply read(Identity over, String credential, String... more) {
    String[] line = new String[more.length + 3];
    System.arraycopy(
        new String[] {gift.https() + "/v1/gifts", "--oauth2-bearer", credential}, 0, line, 0, 3);
    System.arraycopy(more, 0, line, 3, more.length);
    return HOUSE.curl(over, line);
  }

  private static void tooMany(Reply refused, String limit) {
    assertThat(refused.outcome()).isEqualTo("429 rate-limited");
    assertThat(refused.headers().get("ratelimit")).matches(limit.replace("T", "t=[0-9]+"));
    assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(1, 3600);
  }

  @Test
  @DisplayName("E5 a key, a client and an account have their calls, told in every answer")
  void calls() {
    Partner acme = Partner.enterprise(HOUSE, "quota");
    String first = acme.key(List.of("gifts:read")).secret();
    String second = acme.key(List.of("gifts:read")).secret();
    Reply reply = read(acme.certificate, first);
    assertThat(reply.outcome()).isEqualTo("200");
    assertThat(reply.headers())
        .containsEntry(
            "ratelimit-policy",
            "\"key\";q=10;w=3600, \"client\";q=15;w=3600, \"account\";q=18;w=3600");
    for (int left = 8; left >= 0; left--) {
      assertThat(read(acme.certificate, first).headers().get("ratelimit"))
          .startsWith("\"key\";r=" + left + ";");
    }
    for (int n = 0; n < 3; n++) {
      tooMany(read(acme.certificate, first), "\"key\";r=0;T, \"client\";r=5;T, \"account\";r=8;T");
    }
    assertThat(read(Partner.enterprise(HOUSE, "other").certificate, second).status())
        .as("another's certificate proves nothing")
        .isEqualTo(401);
    for (int n = 0; n < 5; n++) {
      assertThat(read(acme.certificate, second).outcome()).isEqualTo("200");
    }
    tooMany(read(acme.certificate, second), "\"key\";r=4;T, \"client\";r=0;T, \"account\";r=3;T");
  }

  @Test
  @DisplayName("E5 a standard account has fewer calls than an enterprise account")
  void plans() {
    Partner bluebird = Partner.standard(HOUSE, "quota-standard");
    String key = bluebird.key(List.of("gifts:read")).secret();
    for (int n = 0; n < 4; n++) {
      assertThat(read(Identity.NONE, key).headers())
          .containsEntry("ratelimit-policy", "\"key\";q=4;w=3600, \"account\";q=6;w=3600");
    }
    tooMany(read(Identity.NONE, key), "\"key\";r=0;T, \"account\";r=2;T");
    String another = bluebird.key(List.of("gifts:read")).secret();
    assertThat(read(Identity.NONE, another).outcome()).isEqualTo("200");
    assertThat(read(Identity.NONE, another).outcome()).isEqualTo("200");
    tooMany(read(Identity.NONE, another), "\"key\";r=1;T, \"account\";r=0;T");
  }

  @Test
  @DisplayName("E5 strangers of an address have their calls, and take none of who calls from there")
  void strangers() {
    Partner acme = Partner.enterprise(HOUSE, "quota-flood");
    String key = acme.key(List.of("gifts:read")).secret();
    String[] there = {"--interface", "127.7.0.1"};
    for (int n = 0; n < 12; n++) {
      Reply stranger = read(Identity.NONE, n % 2 == 0 ? "none" : key, there);
      assertThat(stranger.status()).isEqualTo(401);
      assertThat(stranger.headers()).doesNotContainKeys("ratelimit", "ratelimit-policy");
    }
    for (int n = 0; n < 3; n++) {
      Reply stranger = read(Identity.NONE, "none", there);
      tooMany(stranger, "\"address\";r=0;T");
      assertThat(stranger.headers()).containsEntry("ratelimit-policy", "\"address\";q=12;w=3600");
    }
    assertThat(read(acme.certificate, key, there).headers().get("ratelimit"))
        .startsWith("\"key\";r=9;");
    assertThat(read(Identity.NONE, "none", "--interface", "127.7.0.2").status()).isEqualTo(401);
  }

  private static Reply oauth(String endpoint, Identity over, Partner.Key key) {
    return HOUSE.curl(
        over,
        auth.https() + "/oauth2/" + endpoint,
        "--user",
        key.id() + ":" + key.secret(),
        "--data",
        "grant_type=client_credentials&token=x");
  }

  @Test
  @DisplayName("E5 the endpoints of OAuth count too, together, and refuse as OAuth does")
  void oauth() {
    Partner acme = Partner.enterprise(HOUSE, "quota-oauth");
    Partner.Key key = acme.key(List.of("gifts:read"));
    List<String> endpoints = List.of("token", "introspect", "revoke");
    for (int n = 0; n < 10; n++) {
      Reply reply = oauth(endpoints.get(n % 3), acme.certificate, key);
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(reply.headers())
          .containsEntry(
              "ratelimit-policy",
              "\"key\";q=10;w=3600, \"client\";q=15;w=3600, \"account\";q=18;w=3600");
      assertThat(reply.headers().get("ratelimit")).startsWith("\"key\";r=" + (9 - n) + ";");
    }
    for (String endpoint : endpoints) {
      Reply refused = oauth(endpoint, acme.certificate, key);
      assertThat(refused.status()).as(endpoint).isEqualTo(429);
      assertThat(refused.text("/error")).isEqualTo("temporarily_unavailable");
      assertThat(refused.text("/error_uri")).endsWith("/problems/rate-limited");
      assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(1, 3600);
      assertThat(refused.headers().get("ratelimit")).startsWith("\"key\";r=0;");
    }
    Partner.Key another = acme.key(List.of("gifts:read"));
    assertThat(oauth("token", acme.certificate, another).status()).isEqualTo(200);
    Reply stranger =
        oauth("token", acme.certificate, new Partner.Key(another.id(), another.secret() + "x"));
    assertThat(stranger.status()).isEqualTo(401);
    assertThat(stranger.headers()).doesNotContainKey("ratelimit");
  }

  @Test
  @DisplayName("E5 auth's own routes count by the plan too, which their tokens do not say")
  void own() {
    Partner bluebird = Partner.standard(HOUSE, "quota-own");
    String keys = auth.https() + "/v1/accounts/" + bluebird.account + "/keys";
    String key = bluebird.key(List.of("keys:read")).secret();
    assertThat(HOUSE.curl(Identity.NONE, keys, "--oauth2-bearer", key).headers())
        .containsEntry("ratelimit-policy", "\"key\";q=4;w=3600, \"account\";q=6;w=3600");
    Reply changed =
        HOUSE.curl(
            HOUSE.operator(),
            HOUSE.auth + "/v1/accounts/" + bluebird.account,
            "--request",
            "PATCH",
            "--json",
            "{\"plan\":\"enterprise\"}");
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(HOUSE.curl(Identity.NONE, keys, "--oauth2-bearer", key).headers())
        .containsEntry("ratelimit-policy", "\"key\";q=10;w=3600, \"account\";q=18;w=3600");
  }

  /// At the replicas that everybody shares, whose quotas nobody meets.
  @ParameterizedTest(name = "E5 {0} {1} is {2}")
  @CsvSource({
    "gift,  /v1/gifts,             200",
    "gift,  /v2/gifts?none=1,      400",
    "gift,  /v1/gifts/gift_none,   404",
    "gift,  /v1/budgets,           403",
    "audit, /v1/audit/events,      200",
    "audit, /v1/audit/events?x=1,  400",
    "auth,  /v1/accounts/A/keys,   200",
    "auth,  /v1/accounts/A/clients, 403",
  })
  @DisplayName("E5 every answer to a proven partner says where it stands:")
  void everywhere(String service, String path, int status) {
    Partner acme = Partner.enterprise(HOUSE, "quota-everywhere");
    String key = acme.key(List.of("gifts:read", "audit:read", "keys:read")).secret();
    Reply reply =
        HOUSE.curl(
            acme.certificate,
            HOUSE.ports().https(Service.of(service)) + path.replace("A", acme.account),
            "--oauth2-bearer",
            key);
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.headers().get("ratelimit-policy"))
        .matches("\"key\";q=[0-9]+;w=60, \"client\";q=[0-9]+;w=60, \"account\";q=[0-9]+;w=60");
    assertThat(reply.headers().get("ratelimit"))
        .matches(
            "\"key\";r=[0-9]+;t=[0-9]+, \"client\";r=[0-9]+;t=[0-9]+, \"account\";r=[0-9]+;t=[0-9]+");
  }
}
