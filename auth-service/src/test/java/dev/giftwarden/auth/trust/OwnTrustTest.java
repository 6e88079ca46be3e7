package dev.giftwarden.auth.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.v1.TrustSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A replica of auth as a consumer of its own feed")
class OwnTrustTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

  private Instant databaseTime = NOW;
  private boolean isAway;
  private final TrustFeed feed = new TrustFeed(_ -> snapshot());
  private final TrustState state =
      new TrustState(() -> NOW, () -> 0, Duration.ofSeconds(10), Set::of);
  private final OwnTrust own = new OwnTrust(feed, state, _ -> {}, "auth/1");

  private TrustSnapshot snapshot() {
    if (isAway) {
      throw new IllegalStateException("away");
    }
    return TrustSnapshot.newBuilder()
        .setNumber(3)
        .setDatabaseTimeUnixMs(databaseTime.toEpochMilli())
        .build();
  }

  @Test
  @DisplayName("T6 it trusts again when the clocks agree again, whatever it first heard")
  void recoversFromSkew() {
    databaseTime = NOW.plusSeconds(5);
    own.follow();
    assertThat(state.objection()).contains(Refusal.CLOCK_SKEW);
    own.follow();
    assertThat(state.objection()).contains(Refusal.CLOCK_SKEW);

    databaseTime = NOW;
    own.follow();
    assertThat(state.objection()).isEmpty();
  }

  @Test
  @DisplayName("T6 it subscribes once")
  void subscribesOnce() {
    own.follow();
    isAway = true;
    own.follow();
    assertThat(state.objection()).isEmpty();
  }
}
