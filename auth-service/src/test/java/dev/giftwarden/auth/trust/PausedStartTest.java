package dev.giftwarden.auth.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.signing.SigningKeys;
import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.auth.v1.TrustChange;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The two threads of a start, the feed's and the keys', with one of them held at one step while
/// the other goes round a few times: as a machine with busy cores holds it.
class PausedStartTest {
  /// How often the free thread goes round meanwhile, which is more than the start takes.
  private static final int TURNS = 20;

  /// No step is visited more often before the first key signs.
  private static final int VISITS = 3;

  private enum Step {
    ENTERING,
    SNAPSHOT,
    READING,
    TELLING,
    ACKNOWLEDGING,
    MAKING,
    PUBLISHING,
    PUBLISHED,
    ASKING
  }

  private final Map<Step, AtomicInteger> visits = new ConcurrentHashMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger feedTurns = new AtomicInteger();
  private final AtomicInteger keyTurns = new AtomicInteger();

  // What is in the database.
  private final List<TrustChange> changes = new CopyOnWriteArrayList<>();
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

  private final TrustState state =
      new TrustState(Instant::now, System::nanoTime, Duration.ofMinutes(1), Set::of);
  private final TrustFeed feed = new TrustFeed(this::admit);
  private final OwnTrust own = new OwnTrust(feed, state, _ -> {}, "auth/1");
  private final SigningKeys keys = new SigningKeys(new Table(), new Maker(), Instant::now);
  private Step held = Step.READING;
  private int heldAt;

  static Stream<Arguments> steps() {
    return Stream.of(Step.values())
        .flatMap(
            step -> IntStream.rangeClosed(1, VISITS).mapToObj(visit -> Arguments.of(step, visit)));
  }

  @ParameterizedTest(name = "{0}, visit {1}")
  @MethodSource("steps")
  @DisplayName("T1 T6 a start that is held at any step trusts and signs when it goes on")
  void becomesReady(Step step, int visit) throws InterruptedException {
    held = step;
    heldAt = visit;
    var threads =
        List.of(
            Thread.ofPlatform().start(() -> round(this::feedTurn, feedTurns)),
            Thread.ofPlatform().start(() -> round(this::keyTurn, keyTurns)));
    try {
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!isReady() && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(keys.current()).as(keys.waitsFor()).isPresent();
      assertThat(state.objection()).isEmpty();
    } finally {
      over.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private boolean isReady() {
    return keys.current().isPresent() && state.objection().isEmpty();
  }

  private void round(Runnable turn, AtomicInteger turns) {
    try {
      do {
        turn.run();
        turns.incrementAndGet();
      } while (!over.await(1, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// As [TrustLoop] has it.
  private void feedTurn() {
    own.follow();
    feed.leastTold()
        .ifPresent(told -> {
          var reading = after(told);
          at(Step.TELLING);
          feed.tell(reading, true);
        });
    var report = feed.report();
    at(Step.ACKNOWLEDGING);
    acknowledged.putAll(report);
  }

  private void keyTurn() {
    keys.upkeep();
  }

  private TrustSnapshot admit(String consumer) {
    at(Step.ENTERING);
    acknowledged.put(consumer, -1L);
    long head = changes.size();
    at(Step.SNAPSHOT);
    return TrustSnapshot.newBuilder()
        .setNumber(head)
        .setDatabaseTimeUnixMs(Instant.now().toEpochMilli())
        .build();
  }

  private TrustTable.Reading after(long number) {
    var read = List.copyOf(changes);
    at(Step.READING);
    return new TrustTable.Reading(
        number,
        read.size(),
        Instant.now(),
        read.stream().filter(change -> change.getNumber() > number).toList());
  }

  /// Holds the thread until the other one has gone round [#TURNS] times.
  private void at(Step step) {
    int visit = visits.computeIfAbsent(step, _ -> new AtomicInteger()).incrementAndGet();
    if (step != held || visit != heldAt) {
      return;
    }
    var others = step.compareTo(Step.MAKING) < 0 ? keyTurns : feedTurns;
    int enough = others.get() + TURNS;
    while (others.get() < enough && over.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  private final class Table implements SigningKeys.Feed {
    @Override
    public long publish(SigningKey key) {
      at(Step.PUBLISHING);
      long number = changes.size() + 1;
      changes.add(
          TrustChange.newBuilder()
              .setNumber(number)
              .setEntry(TrustEntry.newBuilder().setSigningKey(key))
              .build());
      at(Step.PUBLISHED);
      return number;
    }

    @Override
    public boolean isAcknowledged(long number) {
      at(Step.ASKING);
      return acknowledged.values().stream().allMatch(upto -> upto >= number);
    }
  }

  private final class Maker implements SigningKeys.Maker {
    @Override
    public SigningKeys.Made make(Instant notAfter) {
      at(Step.MAKING);
      try {
        return new SigningKeys.Made(
            KeyPairGenerator.getInstance("EC").generateKeyPair(),
            SigningKey.newBuilder()
                .setKeyId("key")
                .setNotAfterUnixMs(notAfter.toEpochMilli())
                .build());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Instant certificateEnd() {
      return Instant.now().plus(Duration.ofDays(1));
    }
  }
}
