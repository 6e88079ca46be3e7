package dev.giftwarden.auth.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.v1.EpochRaised;
import dev.giftwarden.auth.v1.TrustChange;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.auth.v1.TrustUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What one replica tells its consumers")
class TrustFeedTest {
  /// A thread for each: the common pool of a small machine has one.
  private static final Executor ASIDE = task -> Thread.ofPlatform().start(task);

  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

  private long head = 3;
  private final TrustFeed feed =
      new TrustFeed(_ -> TrustSnapshot.newBuilder().setNumber(head).build());
  private final List<String> heard = new ArrayList<>();

  @Test
  @DisplayName(
      "a consumer hears a snapshot, then each change once and in order, then the heartbeat")
  void tellsEachChangeOnce() {
    var _ = feed.subscribe("gift/1", 1, this::hear);
    feed.tell(reading(5, 4, 5), false);
    feed.tell(reading(6, 5, 6), true);
    assertThat(heard).containsExactly("snapshot 3", "change 4", "change 5", "change 6", "beat 6");
  }

  @Test
  @DisplayName("a reading older than the snapshot is not told, and takes no heartbeat back")
  void ignoresOlderReadings() {
    var _ = feed.subscribe("gift/1", 1, this::hear);
    feed.tell(reading(2, 1, 2), true);
    assertThat(heard).containsExactly("snapshot 3", "beat 3");
  }

  @Test
  @DisplayName("T6 a reading that begins behind a later change than the snapshot leaves no gap")
  void leavesNoGap() {
    var _ = feed.subscribe("gift/1", 1, this::hear);
    feed.tell(reading(7, 6, 7), true);
    assertThat(heard).containsExactly("snapshot 3");
    feed.tell(reading(7, 4, 5, 6, 7), true);
    assertThat(heard).endsWith("change 4", "change 5", "change 6", "change 7", "beat 7");
  }

  @Test
  @DisplayName("T6 a consumer whose snapshot hangs keeps nobody else waiting")
  void hangingSnapshotsDelayNobody() {
    var asked = new CountDownLatch(1);
    var answered = new CountDownLatch(1);
    var hanging =
        new TrustFeed(consumer -> {
          if (consumer.equals("gift/slow")) {
            asked.countDown();
            await(answered);
          }
          return TrustSnapshot.newBuilder().setNumber(head).build();
        });
    var others = hanging.subscribe("gift/1", 1, this::hear);
    var slow =
        CompletableFuture.supplyAsync(() -> hanging.subscribe("gift/slow", 1, (_, _) -> {}), ASIDE);
    try {
      await(asked);
      var told =
          CompletableFuture.runAsync(
              () -> {
                hanging.tell(reading(4, 4), true);
                others.acknowledge(4);
              },
              ASIDE);
      assertThat(told).succeedsWithin(Duration.ofSeconds(20));
      assertThat(hanging.report()).isEqualTo(Map.of("gift/1", 4L));
    } finally {
      answered.countDown();
    }
    assertThat(slow).succeedsWithin(Duration.ofSeconds(20));
    assertThat(hanging.report()).containsKeys("gift/1", "gift/slow");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("what is read starts behind the consumer that knows least")
  void readsForTheSlowest() {
    assertThat(feed.leastTold()).isEmpty();
    var _ = feed.subscribe("gift/1", 1, this::hear);
    head = 7;
    var _ = feed.subscribe("audit/1", 1, (_, _) -> {});
    assertThat(feed.leastTold()).hasValue(3);
  }

  @Test
  @DisplayName("nobody acknowledges what they were not told")
  void capsAcknowledgements() {
    var subscription = feed.subscribe("gift/1", 1, this::hear);
    subscription.acknowledge(99);
    assertThat(feed.report()).isEqualTo(Map.of("gift/1", 3L));
  }

  @Test
  @DisplayName(
      "a consumer that has not acknowledged anything is reported as such: it is waited for")
  void reportsTheSilent() {
    var _ = feed.subscribe("gift/1", 1, this::hear);
    assertThat(feed.report()).isEqualTo(Map.of("gift/1", -1L));
  }

  @Test
  @DisplayName("a consumer whose stream breaks is forgotten, and the others hear on")
  void forgetsTheBroken() {
    var _ = feed.subscribe("gift/1", 1, this::hear);
    var _ =
        feed.subscribe(
            "audit/1",
            1,
            (_, update) -> {
              if (update.hasChange()) {
                throw new IllegalStateException("gone");
              }
            });
    feed.tell(reading(4, 4), false);
    assertThat(feed.report()).containsOnlyKeys("gift/1");
    assertThat(heard).endsWith("change 4");
  }

  @Test
  @DisplayName("Z5 a service that takes every feed it may have leaves the others theirs")
  void limitsConsumersOfEachService() {
    for (int i = 1; i < TrustFeed.CONSUMERS_PER_SERVICE; i++) {
      var _ = feed.subscribe("gift/" + i, 1, (_, _) -> {});
    }
    var last = feed.subscribe("gift/last", 1, (_, _) -> {});
    assertThatThrownBy(() -> feed.subscribe("gift/more", 1, this::hear))
        .isInstanceOf(IllegalStateException.class);
    assertThat(heard).isEmpty();

    var _ = feed.subscribe("audit/1", 1, this::hear);
    assertThat(heard).containsExactly("snapshot 3");
    last.end();
    var _ = feed.subscribe("gift/more", 1, this::hear);
    assertThat(heard).hasSize(2);
  }

  private void hear(TrustFeed.Subscription self, TrustUpdate update) {
    heard.add(
        switch (update.getUpdateCase()) {
          case SNAPSHOT -> "snapshot " + update.getSnapshot().getNumber();
          case CHANGE -> "change " + update.getChange().getNumber();
          case HEARTBEAT -> "beat " + update.getHeartbeat().getNumber();
          case UPDATE_NOT_SET -> "nothing";
        });
  }

  private static TrustTable.Reading reading(long head, long... numbers) {
    var changes = LongStream.of(numbers).mapToObj(TrustFeedTest::change).toList();
    return new TrustTable.Reading(numbers[0] - 1, head, NOW, changes);
  }

  private static TrustChange change(long number) {
    return TrustChange.newBuilder()
        .setNumber(number)
        .setEntry(
            TrustEntry.newBuilder()
                .setEpochRaised(EpochRaised.newBuilder().setSubject("key:x").setEpoch(number)))
        .build();
  }
}
