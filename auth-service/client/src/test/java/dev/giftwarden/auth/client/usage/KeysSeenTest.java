package dev.giftwarden.auth.client.usage;

import static dev.giftwarden.auth.client.testing.TestIdentities.ACME;
import static dev.giftwarden.auth.client.testing.TestIdentities.GIFT;
import static dev.giftwarden.auth.client.testing.TestIdentities.bare;
import static dev.giftwarden.auth.client.testing.TestIdentities.over;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.testing.TestTime;
import dev.giftwarden.auth.client.usage.KeysSeen.Failures;
import dev.giftwarden.auth.client.usage.KeysSeen.RouteUse;
import dev.giftwarden.auth.client.usage.KeysSeen.Use;
import dev.giftwarden.certs.SpiffeId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("K12 the last use of a key")
class KeysSeenTest {
  private static final KeyId ID = new KeyId("4fKq81ZpWc0x");
  private static final Subject.Key KEY = new Subject.Key(ID);
  private static final String ROUTE = "POST /v2/gifts";

  private final TestTime time = new TestTime();
  private final KeysSeen seen = new KeysSeen(time);

  private KeysSeen.Taken take() {
    return seen.take(10, false);
  }

  @Test
  @DisplayName("K12 is told at once with route, address and certificate, then every twenty seconds")
  void pauses() {
    seen.used(KEY, ROUTE, over(ACME));
    var from = InetAddress.ofLiteral("192.0.2.7");
    assertThat(take().uses())
        .containsExactly(new Use(ID, time.instant(), ROUTE, from, Optional.of(ACME.serial())));
    assertThat(take().isEmpty()).isTrue();

    time.pass(Duration.ofSeconds(5));
    seen.used(KEY, ROUTE, over(ACME));
    time.pass(Duration.ofSeconds(5));
    seen.used(KEY, "GET /v2/gifts", bare());
    var last = new Use(ID, time.instant(), "GET /v2/gifts", from, Optional.empty());
    time.pass(Duration.ofMillis(9_999));
    assertThat(take().uses()).isEmpty();
    time.pass(Duration.ofMillis(1));
    assertThat(take().uses()).containsExactly(last);
  }

  @Test
  @DisplayName("K23 each route that it is used for is told at once, and every five minutes")
  void everyRoute() {
    seen.used(KEY, ROUTE, bare());
    seen.used(KEY, "GET /v2/gifts", bare());
    seen.used(KEY, ROUTE, bare());
    var first = time.instant();
    var taken = take();
    assertThat(taken.uses()).hasSize(1);
    assertThat(taken.routes())
        .containsExactlyInAnyOrder(
            new RouteUse(ID, ROUTE, first), new RouteUse(ID, "GET /v2/gifts", first));

    time.pass(Duration.ofMinutes(1));
    seen.used(KEY, ROUTE, bare());
    var second = time.instant();
    seen.used(KEY, "GET /v2/budgets", bare());
    assertThat(take().routes()).containsExactly(new RouteUse(ID, "GET /v2/budgets", second));
    time.pass(Duration.ofMinutes(4));
    assertThat(take().routes()).containsExactly(new RouteUse(ID, ROUTE, second));
  }

  @Test
  @DisplayName("K12 failures add up, are told as often, and change no use")
  void failuresAddUp() {
    seen.refused(KEY, Refusal.NETWORK);
    assertThat(take()).isEqualTo(taken(new Failures(ID, 1, time.instant())));
    seen.refused(KEY, Refusal.SCOPE);
    time.pass(Duration.ofSeconds(10));
    seen.failed(ID, time.instant());
    var last = time.instant();
    time.pass(Duration.ofSeconds(9));
    assertThat(take().isEmpty()).isTrue();
    time.pass(Duration.ofSeconds(1));
    assertThat(take()).isEqualTo(taken(new Failures(ID, 2, last)));
  }

  private static KeysSeen.Taken taken(Failures... failures) {
    return new KeysSeen.Taken(List.of(), List.of(failures), List.of());
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Refusal.class,
      names = {
        "TOKEN_EXPIRED",
        "TOKEN_EPOCH",
        "TOKEN_REVOKED",
        "RATE",
        "TRUST_STALE",
        "CLOCK_SKEW"
      })
  @DisplayName("K12 is no failure of the key:")
  void noFailure(Refusal reason) {
    seen.refused(KEY, reason);
    assertThat(take().isEmpty()).isTrue();
  }

  @Test
  @DisplayName("K12 of clients and services there is nothing to tell")
  void ofKeys() {
    var client = new Subject.Client(new AccountId("acme"), new ClientId("erp"));
    var service = new Subject.Service((SpiffeId.Service) GIFT.own().id());
    seen.used(client, ROUTE, over(ACME));
    seen.used(service, ROUTE, over(GIFT.own()));
    seen.refused(client, Refusal.SCOPE);
    assertThat(take().isEmpty()).isTrue();
  }

  @Test
  @DisplayName("K12 is told before its time by a process that ends, so many at a time")
  void ends() {
    seen.used(KEY, ROUTE, bare());
    assertThat(take().uses()).hasSize(1);
    seen.used(KEY, ROUTE, bare());
    seen.used(new Subject.Key(new KeyId("0123456789ab")), ROUTE, bare());
    assertThat(seen.take(1, true).uses()).hasSize(1);
    assertThat(seen.take(1, true).uses()).hasSize(1);
    assertThat(seen.take(1, true).isEmpty()).isTrue();
  }

  @Test
  @DisplayName("K12 more keys than there is memory for are not told of, and cost none")
  void bounded() {
    for (int i = 0; i <= Latest.MAX_NAMES; i++) {
      seen.used(new Subject.Key(new KeyId("%012d".formatted(i))), ROUTE, bare());
      seen.failed(new KeyId("%012d".formatted(i)), time.instant());
    }
    var taken = seen.take(Integer.MAX_VALUE, false);
    assertThat(taken.uses()).hasSize(Latest.MAX_NAMES);
    assertThat(taken.failures()).hasSize(Latest.MAX_NAMES);
    assertThat(taken.routes()).hasSize(Latest.MAX_NAMES);
  }
}
