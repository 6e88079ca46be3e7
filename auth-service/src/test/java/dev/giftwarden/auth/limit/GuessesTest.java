package dev.giftwarden.auth.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.limit.Guesses.Source;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.record.Recorder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("E5 what becomes of guesses")
class GuessesTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-12-03T12:00:00Z"));
  private static final PresentedKey KEY = new PresentedKey("gwk_live_guess");
  private static final Origin HERE =
      new Origin(Optional.empty(), InetAddress.ofLiteral("203.0.113.7"), UUID.randomUUID());
  private static final Source SHOWN = Source.of(HERE);
  private static final Source RELAYED =
      new Source(Optional.of(new SpiffeId.Service("gift")), SHOWN.network());

  private final List<AuditEvent> written = Collections.synchronizedList(new ArrayList<>());
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final AuditLanes lanes = new AuditLanes(written::addAll, NOON);
  private final Guesses guesses =
      new Guesses(new Recorder(lanes, NOON), new GuessCounts(metrics), NOON, _ -> {});

  @BeforeEach
  void start() {
    lanes.start();
  }

  @AfterEach
  void stop() {
    lanes.close();
  }

  private void fail(Source source, Refusal reason, int times) {
    for (int i = 0; i < times; i++) {
      guesses.concluded(source, KEY, Optional.of(reason));
    }
  }

  private boolean admits(Source source) {
    return guesses.admits(source, KEY, HERE, "token.issue");
  }

  private double counted(String outcome) {
    return metrics.get("giftwarden_key_slowed_total").tag("outcome", outcome).counter().count();
  }

  @ParameterizedTest
  @EnumSource(
      value = Refusal.class,
      names = {"KEY_UNKNOWN", "KEY_SECRET", "KEY_CHECKSUM", "KEY_EXPIRED", "NETWORK"})
  @DisplayName("E5 they wait alike, whatever is wrong; without a turn they are a stranger's record")
  void recorded(Refusal reason) {
    fail(SHOWN, reason, Failures.BURST);
    for (int i = 0; i <= 64; i++) {
      assertThat(admits(SHOWN)).isTrue();
    }
    assertThat(admits(SHOWN)).isFalse();
    assertThat(counted("waited")).isEqualTo(65);
    assertThat(counted("refused")).isEqualTo(1);
    lanes.close();
    assertThat(written).hasSize(1);
    assertThat(written.getFirst().actor()).isEqualTo("anonymous");
    assertThat(written.getFirst().action()).isEqualTo("token.issue");
    assertThat(written.getFirst().reason()).isEqualTo(Refusal.RATE.text());
    assertThat(written.getFirst().sourceAddress()).isEqualTo("203.0.113.7");
    assertThat(written.getFirst().account()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Refusal.class,
      names = {"RATE", "TRUST_STALE", "NO_SIGNING_KEY", "AUTH_UNREACHABLE"})
  @DisplayName("E5 that we are busy, or somebody asks too often, is no guess")
  void noGuess(Refusal reason) {
    fail(SHOWN, reason, 1000);
    assertThat(admits(SHOWN)).isTrue();
    assertThat(counted("waited") + counted("refused")).isZero();
  }

  @Test
  @DisplayName("E5 what a service relays does not slow what is shown here, nor the other way round")
  void apart() {
    fail(RELAYED, Refusal.KEY_UNKNOWN, 1000);
    assertThat(admits(SHOWN)).isTrue();
    assertThat(counted("waited")).isZero();
    assertThat(admits(RELAYED)).isTrue();
    assertThat(counted("waited")).isEqualTo(1);
  }
}
