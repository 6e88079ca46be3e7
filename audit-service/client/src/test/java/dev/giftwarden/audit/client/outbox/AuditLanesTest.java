package dev.giftwarden.audit.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.giftwarden.audit.client.event.AuditEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AuditLanesTest {
  private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final List<AuditEvent> written = new CopyOnWriteArrayList<>();
  private final AtomicInteger statements = new AtomicInteger();
  private final CountDownLatch gate = new CountDownLatch(1);

  @DisplayName("A1 many callers, few statements: each answer comes when its record is committed")
  @Test
  void commitsInGroups() throws Exception {
    GiftDatabase database = new GiftDatabase();
    OutboxTable table =
        new OutboxTable(database.as(GiftDatabase.APPLICATION), GiftDatabase.APPLICATION);
    List<Future<Boolean>> answers = new ArrayList<>();
    try (AuditLanes lanes = lanes(counting(table), 4096, LONG);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < 300; n++) {
        AuditEvent event = event("token.issue", n);
        answers.add(
            callers.submit(() -> {
              lanes.record(event);
              return database.outbox().contains(event);
            }));
      }
      lanes.start();
      for (Future<Boolean> isCommitted : answers) {
        assertThat(isCommitted.get()).isTrue();
      }
    }
    assertThat(database.outbox()).containsExactlyElementsOf(written).hasSize(300);
    assertThat(statements.get()).isLessThan(30);
  }

  @DisplayName("A1 a caller waits until its record is written")
  @Test
  void recordWaits() throws Exception {
    try (AuditLanes lanes = started(this::gated, 10, LONG);
        ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> answer = caller.submit(() -> lanes.record(event("key.revoke", 1)));
      assertThat(answer.isDone()).isFalse();
      gate.countDown();
      answer.get();
      assertThat(written).hasSize(1);
    }
  }

  @DisplayName("A1 a record that is not written in time is no answer; it may be in the log later")
  @Test
  void recordGivesUp() {
    try (AuditLanes lanes = started(this::gated, 10, SHORT)) {
      assertThatExceptionOfType(AuditBusyException.class)
          .isThrownBy(() -> lanes.record(event("key.revoke", 1)));
      gate.countDown();
    }
    assertThat(written).hasSize(1);
  }

  @DisplayName("A1 a full lane turns its own callers away, and no others")
  @Test
  void fullLanePushesBack() {
    AuditLanes lanes = lanes(this::keep, 2, SHORT);
    lanes.note(event("gift.read", 1));
    lanes.note(event("gift.read", 2));

    assertThatExceptionOfType(AuditBusyException.class)
        .isThrownBy(() -> lanes.note(event("gift.read", 3)))
        .withMessageContaining("full");

    lanes.start();
    lanes.record(event("key.revoke", 4));
    lanes.close();
    assertThat(written).extracting(AuditEvent::action).containsOnly("gift.read", "key.revoke");
    assertThat(written).hasSize(3);
  }

  @DisplayName("A1 a full lane of acts answers busy at once")
  @Test
  void fullLaneOfActs() {
    AuditLanes lanes = lanes(this::keep, 1, SHORT);
    for (String why : List.of("not written in time", "full")) {
      assertThatExceptionOfType(AuditBusyException.class)
          .isThrownBy(() -> lanes.record(event("key.revoke", 1)))
          .withMessageContaining(why);
    }
    lanes.start();
    lanes.close();
    assertThat(written).hasSize(1);
  }

  @DisplayName("A1 strangers delay nobody, even while their own lane stands still")
  @Test
  void strangersDelayNobody() {
    Outbox outbox =
        events -> {
          if (events.getFirst().action().startsWith("stranger")) {
            await(gate);
          }
          keep(events);
        };
    try (AuditLanes lanes = started(outbox, 100, LONG)) {
      IntStream.range(0, 10_000).forEach(n -> lanes.stranger(stranger(n)));
      lanes.record(event("key.revoke", 1));
      assertThat(written).extracting(AuditEvent::action).containsExactly("key.revoke");
      gate.countDown();
    }
    assertThat(written.stream().mapToLong(AuditEvent::count).sum()).isEqualTo(10_001);
    assertThat(written).hasSizeLessThan(1000);
  }

  @DisplayName("A1 a stranger is never turned away: what finds no room is counted")
  @Test
  void strangersAreCounted() {
    AuditLanes lanes = lanes(this::keep, 2, SHORT);
    assertThatNoException()
        .isThrownBy(() -> IntStream.range(0, 10).forEach(n -> lanes.stranger(stranger(n))));
    lanes.start();
    lanes.close();
    assertThat(written)
        .hasSize(3)
        .extracting(AuditEvent::count)
        .containsExactlyInAnyOrder(8L, 1L, 1L);
  }

  @DisplayName("A1 while the database is away lanes try on, and lose nothing")
  @Test
  void triesOn() {
    Outbox flaky =
        events -> {
          switch (statements.incrementAndGet()) {
            case 1 -> throw new OutboxException(new SQLException("away"));
            case 2 -> throw new IllegalStateException("the pool is closed");
            default -> keep(events);
          }
        };
    try (AuditLanes lanes = started(flaky, 10, LONG)) {
      lanes.record(event("key.revoke", 1));
      assertThat(written).hasSize(1);
    }
  }

  @DisplayName("A1 a stop writes what the lanes hold and takes no more")
  @Test
  void closesEmpty() {
    AuditLanes lanes = lanes(this::keep, 4096, SHORT);
    IntStream.range(0, 2000).forEach(n -> lanes.note(event("gift.read", n)));
    lanes.start();
    lanes.close();
    assertThat(written).hasSize(2000);
    assertThatExceptionOfType(AuditBusyException.class)
        .isThrownBy(() -> lanes.record(event("key.revoke", 1)));
  }

  @Test
  void lanesThatNeverBeganCanBeClosed() {
    lanes(this::keep, 1, SHORT).close();
    assertThat(written).isEmpty();
  }

  private static AuditLanes lanes(Outbox outbox, int capacity, Duration patience) {
    return new AuditLanes(outbox, InstantSource.fixed(NOON), capacity, patience);
  }

  private static AuditLanes started(Outbox outbox, int capacity, Duration patience) {
    AuditLanes lanes = lanes(outbox, capacity, patience);
    lanes.start();
    return lanes;
  }

  private Outbox counting(Outbox outbox) {
    return events -> {
      statements.incrementAndGet();
      outbox.append(events);
      keep(events);
    };
  }

  private void keep(List<AuditEvent> events) {
    written.addAll(events);
  }

  private void gated(List<AuditEvent> events) {
    await(gate);
    keep(events);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static AuditEvent event(String action, int n) {
    return AuditEvent.of("key:4fKq", action).requestId("request-" + n).succeeded(NOON);
  }

  private static AuditEvent stranger(int n) {
    return AuditEvent.of("anonymous", "stranger.refuse")
        .sourceAddress("192.0.2." + n % 256)
        .refused(NOON, "key-invalid");
  }
}
