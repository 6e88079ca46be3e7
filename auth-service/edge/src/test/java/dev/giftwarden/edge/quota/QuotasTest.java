package dev.giftwarden.edge.quota;

import static dev.giftwarden.auth.client.testing.TestIdentities.ACME;
import static dev.giftwarden.auth.client.testing.TestIdentities.ACME_OTHER;
import static dev.giftwarden.auth.client.testing.TestIdentities.bare;
import static dev.giftwarden.auth.client.testing.TestIdentities.origin;
import static dev.giftwarden.auth.client.testing.TestIdentities.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.testing.TestTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("E5 a quota")
class QuotasTest {
  private static final AccountId ACCOUNT = new AccountId("acme");
  private static final Caller.Partner FIRST = key("000000000001", Plan.STANDARD, bare());
  private static final Caller.Partner SECOND = key("000000000002", Plan.STANDARD, bare());
  private static final int MANY = 100;

  private final TestTime time = new TestTime();

  /// A standard account has 5 calls of a key, 7 of a client and 12 in all, and whatever proves
  /// nothing 4; an enterprise account has ten times as much.
  private Quotas quotas(int replicas) {
    return new Quotas(
        new Configured(
            new Configured.OfStandard(5, 7, 12),
            new Configured.OfEnterprise(50, 70, 120),
            4,
            Duration.ofMinutes(1),
            replicas),
        Caller.Partner::plan,
        time);
  }

  private static Caller.Partner key(String id, Plan plan, Origin origin) {
    return partner(new Subject.Key(new KeyId(id)), ACCOUNT, plan, origin);
  }

  private static Caller.Partner partner(
      Subject.Partner subject, AccountId account, Plan plan, Origin origin) {
    return new Caller.Partner(
        subject,
        account,
        plan,
        Optional.empty(),
        Environment.LIVE,
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        origin);
  }

  private static long admitted(Supplier<Taken> calls) {
    return IntStream.range(0, MANY).filter(_ -> calls.get().admitted()).count();
  }

  private static long admitted(Quotas quotas, Caller.Partner caller) {
    return admitted(() -> quotas.take(caller));
  }

  @Test
  @DisplayName("E5 of a key is its own, and what it asks beyond takes nothing of the account's")
  void ofAKey() {
    var quotas = quotas(1);
    assertThat(admitted(quotas, FIRST)).isEqualTo(5);
    assertThat(admitted(quotas, SECOND)).isEqualTo(5);
    assertThat(admitted(quotas, key("000000000003", Plan.STANDARD, bare())))
        .as("what is left of the account's")
        .isEqualTo(2);
    var other = new Subject.Key(new KeyId("000000000004"));
    assertThat(admitted(quotas, partner(other, new AccountId("bluebird"), Plan.STANDARD, bare())))
        .isEqualTo(5);
  }

  @Test
  @DisplayName("E5 of a client is for its certificate alone and for all keys that come over it")
  void ofAClient() {
    var quotas = quotas(1);
    var erp = new Subject.Client(ACCOUNT, new ClientId("erp"));
    assertThat(admitted(quotas, key("000000000001", Plan.STANDARD, over(ACME)))).isEqualTo(5);
    assertThat(admitted(quotas, partner(erp, ACCOUNT, Plan.STANDARD, over(ACME)))).isEqualTo(2);
    assertThat(admitted(quotas, key("000000000002", Plan.STANDARD, over(ACME)))).isZero();
    assertThat(admitted(quotas, key("000000000003", Plan.STANDARD, over(ACME_OTHER))))
        .as("another client, and the rest of the account's")
        .isEqualTo(5);
  }

  @Test
  @DisplayName("E5 is that of the account's plan, from the call on with which the plan changed")
  void ofAPlan() {
    var quotas = quotas(1);
    assertThat(admitted(quotas, key("000000000001", Plan.ENTERPRISE, bare()))).isEqualTo(50);
    assertThat(admitted(quotas, key("000000000002", Plan.ENTERPRISE, bare()))).isEqualTo(50);
    assertThat(admitted(quotas, key("000000000003", Plan.ENTERPRISE, bare()))).isEqualTo(20);
    assertThat(admitted(quotas, key("000000000004", Plan.STANDARD, bare()))).isZero();
  }

  @Test
  @DisplayName(
      "E5 of an address, or of a certificate, is for what proves nothing, and no account's")
  void unproven() {
    var quotas = quotas(1);
    assertThat(admitted(() -> quotas.takeUnproven(bare()))).isEqualTo(4);
    assertThat(admitted(() -> quotas.takeUnproven(over(ACME)))).isEqualTo(4);
    assertThat(admitted(() -> quotas.takeUnproven(over(ACME_OTHER)))).isEqualTo(4);
    assertThat(admitted(() -> from(quotas, "192.0.2.8"))).isEqualTo(4);
    assertThat(admitted(() -> from(quotas, "2001:db8:0:1::1"))).isEqualTo(4);
    assertThat(admitted(() -> from(quotas, "2001:db8:0:1:ffff::2"))).as("its network").isZero();
    assertThat(admitted(() -> from(quotas, "2001:db8:0:2::1"))).isEqualTo(4);
    assertThat(admitted(quotas, key("000000000001", Plan.STANDARD, over(ACME)))).isEqualTo(5);
    assertThat(admitted(quotas, SECOND)).as("from the same address").isEqualTo(5);
  }

  private static Taken from(Quotas quotas, String address) {
    return quotas.takeUnproven(origin(Optional.empty(), address));
  }

  @Test
  @DisplayName("E5 begins anew with the next window, and the first refusal of each is told")
  void windows() {
    var quotas = quotas(1);
    for (int window = 0; window < 3; window++) {
      for (int call = 0; call < 5; call++) {
        assertThat(quotas.take(FIRST).firstRefused()).isFalse();
      }
      assertThat(quotas.take(FIRST).firstRefused()).isTrue();
      assertThat(quotas.take(FIRST).firstRefused()).isFalse();
      time.pass(Duration.ofMinutes(1));
    }
  }

  @Test
  @DisplayName("E5 of the account is told once as well, whichever key met it")
  void accountIsToldOnce() {
    var quotas = quotas(1);
    assertThat(admitted(quotas, FIRST) + admitted(quotas, SECOND)).isEqualTo(10);
    var third = key("000000000003", Plan.STANDARD, bare());
    assertThat(admitted(() -> quotas.take(third))).isEqualTo(2);
    var fourth = key("000000000004", Plan.STANDARD, bare());
    assertThat(quotas.take(fourth).admitted()).isFalse();
    assertThat(quotas.take(fourth).firstRefused()).isFalse();
  }

  @Test
  @DisplayName("E5 is shared by the replicas: each lets through its part, and at least one call")
  void shares() {
    assertThat(admitted(quotas(2), FIRST)).isEqualTo(2);
    assertThat(admitted(quotas(1000), FIRST)).isEqualTo(1);
    var quotas = quotas(1000);
    assertThat(admitted(() -> quotas.takeUnproven(bare()))).isEqualTo(1);
  }

  @Test
  @DisplayName("E5 is told in the fields of draft-ietf-httpapi-ratelimit-headers")
  void headers() {
    var quotas = quotas(1);
    long left = 60 - time.instant().getEpochSecond() % 60;
    assertThat(told(quotas.take(key("000000000001", Plan.STANDARD, over(ACME)))))
        .containsOnly(
            Map.entry(
                "RateLimit-Policy", "\"key\";q=5;w=60, \"client\";q=7;w=60, \"account\";q=12;w=60"),
            Map.entry(
                "RateLimit",
                "\"key\";r=4;t=%1$d, \"client\";r=6;t=%1$d, \"account\";r=11;t=%1$d"
                    .formatted(left)));
    Taken stranger = quotas.takeUnproven(bare());
    assertThat(told(stranger))
        .containsEntry("RateLimit-Policy", "\"address\";q=4;w=60")
        .containsEntry("RateLimit", "\"address\";r=3;t=%d".formatted(left));
    assertThat(told(quotas.takeUnproven(over(ACME))))
        .containsEntry("RateLimit-Policy", "\"certificate\";q=4;w=60");
    assertThat(stranger.retryAfterSeconds()).isBetween(1L, 60L).isEqualTo(left);
  }

  private static Map<String, String> told(Taken taken) {
    Map<String, String> headers = new HashMap<>();
    taken.tell(headers::put);
    return headers;
  }

  @Test
  @DisplayName("E5 is kept for so many names and no more: whoever comes with others slows nobody")
  void bounded() {
    var quotas = quotas(1);
    for (int n = 0; n < 150_000; n++) {
      var taken =
          quotas.takeUnproven(
              origin(Optional.empty(), "10.%d.%d.%d".formatted(n >> 16, n >> 8 & 255, n & 255)));
      assertThat(taken.admitted()).isTrue();
    }
    assertThat(admitted(quotas, FIRST)).isEqualTo(5);
  }
}
