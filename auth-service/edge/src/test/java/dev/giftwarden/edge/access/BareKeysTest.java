package dev.giftwarden.edge.access;

import static dev.giftwarden.auth.client.testing.TestIdentities.ACME;
import static dev.giftwarden.auth.client.testing.TestIdentities.AUTH;
import static dev.giftwarden.auth.client.testing.TestIdentities.bare;
import static dev.giftwarden.auth.client.testing.TestIdentities.origin;
import static dev.giftwarden.auth.client.testing.TestIdentities.over;
import static dev.giftwarden.auth.client.testing.TestUpdates.change;
import static dev.giftwarden.auth.client.testing.TestUpdates.heartbeat;
import static dev.giftwarden.auth.client.testing.TestUpdates.key;
import static dev.giftwarden.auth.client.testing.TestUpdates.raised;
import static dev.giftwarden.auth.client.testing.TestUpdates.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.exchange.KeyExchange;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.testing.TestSigner;
import dev.giftwarden.auth.client.testing.TestTime;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.client.token.Verdict;
import dev.giftwarden.auth.client.trust.TrustState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A bare key")
class BareKeysTest {
  private static final String ISSUER = "https://localhost:8441";
  private static final TestSigner SIGNER = new TestSigner("signer-1");
  private static final PresentedKey KEY =
      new PresentedKey("gwk_test_oneBareKey00_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb1kR3Ef");

  private final TestTime time = new TestTime();
  private final TrustState trust =
      new TrustState(time, time::nanoTime, Duration.ofSeconds(10), AUTH::roots);
  private final List<Origin> exchanged = new ArrayList<>();
  private final List<String> tokenIds = new ArrayList<>();
  private Optional<Refusal> refusal = Optional.empty();
  private long epoch = 0;
  private final BareKeys keys =
      new BareKeys(this::exchange, new TokenVerifier(ISSUER, Audience.GIFT, trust, time), time);

  @BeforeEach
  void heardFromAuth() {
    var published = SIGNER.published(AUTH, time.instant().plus(Duration.ofHours(1)));
    trust.apply(snapshot(1, time.instant(), key(published)));
  }

  /// Auth, which looks at the connection and the address of each exchange.
  private KeyExchange.Exchanged exchange(PresentedKey key, Origin origin) {
    exchanged.add(origin);
    if (refusal.isPresent()) {
      return new KeyExchange.Exchanged.Refused(refusal.get());
    }
    var token = new TestToken(ISSUER, time.instant()).networks("192.0.2.0/24");
    origin.certificate().ifPresent(peer -> token.boundTo(peer.thumbprint()));
    var claims = token.epoch("account:acme", epoch).claims();
    tokenIds.add(claims.tokenId());
    return new KeyExchange.Exchanged.Issued(SIGNER.sign(claims));
  }

  private void pass(Duration duration) {
    time.pass(duration);
    trust.apply(heartbeat(1, time.instant()));
  }

  private Optional<Refusal> refusal(Origin origin) {
    return switch (keys.verify(KEY, origin)) {
      case Verdict.Accepted _ -> Optional.empty();
      case Verdict.Refused(Refusal reason, _) -> Optional.of(reason);
    };
  }

  @Test
  @DisplayName("is exchanged once for each certificate, and again when its token ends")
  void exchangedOnce() {
    for (int i = 0; i < 3; i++) {
      assertThat(refusal(over(ACME))).isEmpty();
      assertThat(refusal(bare())).isEmpty();
    }
    assertThat(exchanged).hasSize(2);
    pass(Duration.ofSeconds(299));
    assertThat(refusal(over(ACME))).isEmpty();
    assertThat(exchanged).hasSize(2);
    pass(Duration.ofSeconds(1));
    assertThat(refusal(over(ACME))).isEmpty();
    assertThat(exchanged).hasSize(3);
  }

  @Test
  @DisplayName("is refused from elsewhere though its token is kept, and asks auth no second time")
  void decidedPerCall() {
    assertThat(refusal(bare())).isEmpty();
    assertThat(refusal(origin(Optional.empty(), "198.51.100.1"))).contains(Refusal.NETWORK);
    assertThat(refusal(bare())).isEmpty();
    assertThat(exchanged).hasSize(1);
  }

  @Test
  @DisplayName("whose token died with its epoch is exchanged anew at once")
  void exchangedAnew() {
    assertThat(refusal(bare())).isEmpty();
    epoch = 5;
    trust.apply(change(2, raised("account:acme", 5)));
    assertThat(refusal(bare())).isEmpty();
    assertThat(exchanged).hasSize(2);
  }

  @Test
  @DisplayName("T6 whose token was revoked by itself is exchanged anew at once")
  void exchangedAnewForAnother() {
    assertThat(refusal(bare())).isEmpty();
    trust.apply(change(2, raised("token:" + tokenIds.getLast(), 1)));
    assertThat(refusal(bare())).isEmpty();
    assertThat(exchanged).hasSize(2);
  }

  @ParameterizedTest(name = "that cannot be one is refused without asking auth: {0}")
  @ValueSource(
      strings = {
        "x",
        "gwk_",
        "gwk_live_nope",
        "gwk_test_oneBareKey00_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb1kR3Eg",
        "gwk_live_oneBareKey00_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb1kR3Ef",
        "gwk_test_oneBareKey01_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb1kR3Ef",
        "gwk_test_oneBareKey00_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb1kR3Ef ",
        "gwk_test_oneBareKey00_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb1kR3Ef0",
        "gwk_test_oneBareKey00_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbé1kR3Ef",
      })
  void malformedKeysStayHere(String text) {
    assertThat(keys.verify(new PresentedKey(text), over(ACME)))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.KEY_CHECKSUM));
    assertThat(exchanged).isEmpty();
    assertThat(refusal(over(ACME))).isEmpty();
    assertThat(exchanged).hasSize(1);
  }

  @Test
  @DisplayName("that is refused is asked for again: no refusal is kept, nor given to another")
  void refusalsAreNotKept() {
    refusal = Optional.of(Refusal.NETWORK);
    assertThat(refusal(bare())).contains(Refusal.NETWORK);
    assertThat(refusal(bare())).contains(Refusal.NETWORK);
    refusal = Optional.empty();
    assertThat(refusal(bare())).isEmpty();
    assertThat(exchanged).hasSize(3);
  }
}
