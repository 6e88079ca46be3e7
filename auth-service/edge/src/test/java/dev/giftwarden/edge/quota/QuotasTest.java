package dev.giftwarden.edge.quota;

import static dev.giftwarden.auth.client.testing.TestIdentities.bare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.testing.TestTime;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("E5 a quota")
class QuotasTest {
  private static final Caller.Partner FIRST = partner("acme", "000000000001");
  private static final Caller.Partner SECOND = partner("acme", "000000000002");
  private static final Caller.Partner OTHER = partner("bluebird", "000000000003");

  private final TestTime time = new TestTime();

  private record Config(long perCredential, long perAccount, Duration window, int replicas)
      implements QuotaConfig {}

  private Quotas quotas(long perCredential, long perAccount, int replicas) {
    return new Quotas(new Config(perCredential, perAccount, Duration.ofMinutes(1), replicas), time);
  }

  private static Caller.Partner partner(String account, String key) {
    return new Caller.Partner(
        new Subject.Key(new KeyId(key)),
        new AccountId(account),
        Optional.empty(),
        Environment.LIVE,
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        bare());
  }

  private static long admitted(Quotas quotas, Caller.Partner caller, int calls) {
    return IntStream.range(0, calls).filter(_ -> quotas.take(caller).admitted()).count();
  }

  @Test
  @DisplayName(
      "E5 of a credential is its own, and what it asks beyond takes nothing of the account's")
  void ofACredential() {
    var quotas = quotas(5, 8, 1);
    assertThat(admitted(quotas, FIRST, 100)).isEqualTo(5);
    assertThat(admitted(quotas, SECOND, 100)).isEqualTo(3);
    assertThat(admitted(quotas, OTHER, 100)).isEqualTo(5);
  }

  @Test
  @DisplayName("E5 begins anew with the next window, and the first refusal of each is told")
  void windows() {
    var quotas = quotas(2, 100, 1);
    for (int window = 0; window < 3; window++) {
      assertThat(admitted(quotas, FIRST, 2)).isEqualTo(2);
      assertThat(quotas.take(FIRST).firstRefused()).isTrue();
      assertThat(quotas.take(FIRST).firstRefused()).isFalse();
      time.pass(Duration.ofMinutes(1));
    }
  }

  @Test
  @DisplayName("E5 of the account is told once as well, whichever credential met it")
  void accountIsToldOnce() {
    var quotas = quotas(5, 2, 1);
    assertThat(admitted(quotas, FIRST, 2)).isEqualTo(2);
    assertThat(quotas.take(SECOND).firstRefused()).isTrue();
    assertThat(quotas.take(FIRST).firstRefused()).isFalse();
  }

  @Test
  @DisplayName("E5 is shared by the replicas: each lets through its part, and at least one call")
  void shares() {
    assertThat(admitted(quotas(10, 100, 3), FIRST, 100)).isEqualTo(3);
    assertThat(admitted(quotas(2, 100, 3), FIRST, 100)).isEqualTo(1);
  }

  @Test
  @DisplayName("E5 is told in the fields of draft-ietf-httpapi-ratelimit-headers")
  void headers() {
    Map<String, String> headers = new HashMap<>();
    Taken taken = quotas(5, 8, 1).take(FIRST);
    taken.tell(headers::put);
    long left = 60 - time.instant().getEpochSecond() % 60;
    assertThat(headers)
        .containsOnly(
            Map.entry("RateLimit-Policy", "\"credential\";q=5;w=60, \"account\";q=8;w=60"),
            Map.entry(
                "RateLimit",
                "\"credential\";r=4;t=%d, \"account\";r=7;t=%d".formatted(left, left)));
    assertThat(taken.retryAfterSeconds()).isBetween(1L, 60L).isEqualTo(left);
  }

  @Test
  @DisplayName("E5 that would shut everybody out, or has no end, stops the start")
  void refusesNonsense() {
    assertThatThrownBy(() -> quotas(0, 1, 1)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> quotas(1, 0, 1)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> quotas(1, 1, 0)).isInstanceOf(ConfigurationException.class);
    for (Duration window : new Duration[] {Duration.ZERO, Duration.ofHours(2)}) {
      assertThatThrownBy(() -> new Quotas(new Config(1, 1, window, 1), time))
          .isInstanceOf(ConfigurationException.class);
    }
  }
}
