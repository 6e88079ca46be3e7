package dev.giftwarden.auth.token;

import static dev.giftwarden.auth.client.testing.TestIdentities.ACME;
import static dev.giftwarden.auth.client.testing.TestIdentities.ACME_OTHER;
import static dev.giftwarden.auth.client.testing.TestIdentities.AUTH;
import static dev.giftwarden.auth.client.testing.TestUpdates.change;
import static dev.giftwarden.auth.client.testing.TestUpdates.heartbeat;
import static dev.giftwarden.auth.client.testing.TestUpdates.raised;
import static dev.giftwarden.auth.client.testing.TestUpdates.revoked;
import static dev.giftwarden.auth.client.testing.TestUpdates.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.testing.TestTime;
import dev.giftwarden.auth.client.token.Grant;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.certs.PeerCertificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("T6 what a token stands on is remembered")
class StandingMemoryTest {
  private static final KeyId KEY = new KeyId("4fKq81ZpWc0x");
  private static final Map<String, Long> EPOCHS =
      Map.of("key:4fKq81ZpWc0x", 3L, "account:acme", 7L);

  private final TestTime time = new TestTime();
  private final TrustState trust =
      new TrustState(time, time::nanoTime, Duration.ofSeconds(10), AUTH::roots);
  private final StandingMemory<KeyId, At> memory = new StandingMemory<>(trust, time);
  private final Entitlement worth =
      new Entitlement(
          new Subject.Key(KEY),
          Set.of(),
          Set.of(),
          new Grant(
              new AccountId("acme"),
              Plan.STANDARD,
              Optional.empty(),
              Environment.LIVE,
              false,
              List.of(),
              Set.of(),
              Optional.empty(),
              Optional.empty(),
              EPOCHS),
          Optional.empty(),
          time.instant());
  private boolean refuses;
  private int asked;

  /// What was read when the feed was at `number`.
  private record At(Map<String, Long> epochs, long number) implements Stood {}

  @BeforeEach
  void follow() {
    var _ = trust.apply(snapshot(20, time.instant()));
    ask();
    assertThat(asked).isOne();
  }

  private void ask() {
    var _ = ask(ACME);
  }

  private CredentialCheck.Finding ask(PeerCertificate certificate) {
    return memory
        .judge(
            KEY,
            Optional.of(certificate),
            () -> {
              asked++;
              return Optional.of(new At(EPOCHS, 20));
            },
            _ ->
                refuses
                    ? new CredentialCheck.Finding.Refused(Refusal.NETWORK, Optional.empty())
                    : new CredentialCheck.Finding.Worth(worth))
        .orElseThrow();
  }

  @Test
  @DisplayName("the second token asks the database nothing")
  void asksOnce() {
    assertThat(ask(ACME)).isEqualTo(new CredentialCheck.Finding.Worth(worth));
    assertThat(asked).isOne();
  }

  @Test
  @DisplayName("over another certificate it is another matter")
  void certificatesDiffer() {
    var _ = ask(ACME_OTHER);
    assertThat(asked).isEqualTo(2);
  }

  static Stream<Arguments> news() {
    return Stream.of(
        argumentSet("an epoch of the key", raised("key:4fKq81ZpWc0x", 4), 2),
        argumentSet("an epoch of the account", raised("account:acme", 8), 2),
        argumentSet("an epoch that was known", raised("account:acme", 7), 1),
        argumentSet("an epoch of somebody else", raised("account:bluebird", 99), 1),
        argumentSet("a change of the key", raised("changed:key:4fKq81ZpWc0x", 21), 2),
        argumentSet("a change that was known", raised("changed:key:4fKq81ZpWc0x", 20), 1),
        argumentSet("the end of the certificate", revoked(ACME.leaf()), 2),
        argumentSet("the end of another", revoked(ACME_OTHER.leaf()), 1));
  }

  @ParameterizedTest
  @MethodSource("news")
  @DisplayName("until the feed says that it has changed")
  void newsOfIt(TrustEntry news, int askedThen) {
    var _ = trust.apply(change(21, news));
    ask();
    assertThat(asked).isEqualTo(askedThen);
  }

  @Test
  @DisplayName("not while nothing is heard of the feed")
  void behindTheFeed() {
    time.pass(Duration.ofSeconds(11));
    ask();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  @DisplayName("for five minutes, and the feed remembers longer what ended it")
  void forgets() {
    for (int minute = 0; minute < 5; minute++) {
      time.pass(Duration.ofMinutes(1));
      var _ = trust.apply(heartbeat(20, time.instant()));
    }
    ask();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  @DisplayName("and never refuses: who would be refused is asked for, and that is not remembered")
  void neverRefuses() {
    refuses = true;
    ask();
    ask();
    assertThat(asked).isEqualTo(3);
    refuses = false;
    ask();
    assertThat(asked).isEqualTo(3);
  }
}
