package dev.giftwarden.audit.client.outbox;

import dev.giftwarden.audit.client.event.AuditEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Records what has no transaction of its own. Three lanes with a queue and a writer each, so that
/// none delays another: what the answer waits for, masked reads, and strangers.
///
/// What [#note] and [#stranger] took is lost if the process dies within the fraction of a second
/// before it is written; what [#record] confirmed is not.
public final class AuditLanes implements AutoCloseable {
  /// As many callers as wait for one another with the database slow but alive. Together the queues
  /// hold some tens of megabytes at worst.
  private static final int CAPACITY = 4096;

  /// A caller waits no longer; the database's own timeouts are longer.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final StrangerTally tally = new StrangerTally();
  private final InstantSource clock;
  private final Duration patience;
  private final Lane acts;
  private final Lane reads;
  private final Lane strangers;
  private volatile boolean closing;

  public AuditLanes(Outbox outbox, InstantSource clock) {
    this(outbox, clock, CAPACITY, PATIENCE);
  }

  AuditLanes(Outbox outbox, InstantSource clock, int capacity, Duration patience) {
    this.clock = clock;
    this.patience = patience;
    acts = new Lane("acts", capacity, outbox, List::of);
    reads = new Lane("reads", capacity, outbox, List::of);
    strangers = new Lane("strangers", capacity, outbox, this::countedStrangers);
  }

  /// Begins to write. Until then the lanes only fill.
  public void start() {
    acts.start();
    reads.start();
    strangers.start();
  }

  /// Records singly and returns when it is committed: tokens, administrative acts, reveals and
  /// refusals of authenticated callers.
  ///
  /// @throws AuditBusyException if the lane is full, or if it is not committed within 5 s; it may
  ///   then be recorded later all the same
  public void record(AuditEvent event) {
    CompletableFuture<Void> written =
        acts.offer(event).orElseThrow(() -> new AuditBusyException("the audit lane is full"));
    try {
      written.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new AuditBusyException("the audit record is not written in time");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AuditBusyException("stopped while the audit record was written");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("lanes complete or keep trying", impossible);
    }
  }

  /// Records singly without waiting: masked reads.
  ///
  /// @throws AuditBusyException if the lane is full
  public void note(AuditEvent event) {
    if (reads.offer(event).isEmpty()) {
      throw new AuditBusyException("the audit lane of reads is full");
    }
  }

  /// Records a refusal of somebody not authenticated, without waiting: singly up to
  /// [StrangerTally#SINGLES_PER_SECOND], beyond that in one counted record for each address prefix
  /// and second. Never throws: a stranger cannot fill what is counted.
  public void stranger(AuditEvent refusal) {
    Instant now = clock.instant();
    if (!tally.admitsSingle(now) || strangers.offer(refusal).isEmpty()) {
      tally.count(now, refusal.sourceAddress());
    }
  }

  /// Writes what the lanes hold; call when no more requests come. Waits up to 5 s for each lane.
  @Override
  public void close() {
    closing = true;
    acts.close();
    reads.close();
    strangers.close();
  }

  private List<AuditEvent> countedStrangers() {
    return closing ? tally.takeAll() : tally.takeBefore(clock.instant());
  }
}
