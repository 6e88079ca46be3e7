package dev.giftwarden.auth.trust;

import dev.giftwarden.auth.v1.TrustChange;
import dev.giftwarden.auth.v1.TrustHeartbeat;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.auth.v1.TrustUpdate;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// What one replica tells its consumers: to each a snapshot, then every change once and in order,
/// and a heartbeat with the database's time. It keeps no truth, only how far each consumer has been
/// told.
public final class TrustFeed {
  /// Of each service, so that one cannot take the others' place; far more than a service of one
  /// installation has replicas. Which services there are, the table of RPCs says.
  static final int CONSUMERS_PER_SERVICE = 64;

  private static final Logger LOG = Logger.getLogger(TrustFeed.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Subscription> subscriptions = new HashSet<>();
  private final Function<String, TrustSnapshot> admission;

  /// @param admission enters a consumer, by name, into the table of feeds and reads its snapshot
  ///   after
  TrustFeed(Function<String, TrustSnapshot> admission) {
    this.admission = admission;
  }

  /// Where updates go. It must not block; when it throws, the subscription ends.
  interface Sink {
    void accept(Subscription subscription, TrustUpdate update);
  }

  /// One consumer on one stream.
  final class Subscription {
    private final String consumer;
    private final int dialect;
    private final Sink sink;
    private long told;
    private long acknowledged = -1;

    private Subscription(String consumer, int dialect, Sink sink) {
      this.consumer = consumer;
      this.dialect = dialect;
      this.sink = sink;
    }

    private boolean isOf(String service) {
      return consumer.startsWith(service);
    }

    /// The consumer has applied everything up to `number`. It cannot have applied what it was not
    /// told.
    void acknowledge(long number) {
      lock.lock();
      try {
        acknowledged = Math.max(acknowledged, Math.min(number, told));
      } finally {
        lock.unlock();
      }
    }

    /// Whether it is still told anything.
    boolean isLive() {
      lock.lock();
      try {
        return subscriptions.contains(this);
      } finally {
        lock.unlock();
      }
    }

    void end() {
      lock.lock();
      try {
        subscriptions.remove(this);
      } finally {
        lock.unlock();
      }
    }

    private void tell(TrustChange change) {
      var known = SnapshotParts.of(change, dialect);
      tell(TrustUpdate.newBuilder().setChange(known).build(), change.getNumber());
    }

    /// Nothing else is told between the parts: that takes the lock.
    private void tell(List<TrustSnapshot> parts) {
      for (var part : parts) {
        tell(TrustUpdate.newBuilder().setSnapshot(part).build(), part.getNumber());
      }
    }

    private void tell(TrustUpdate update, long number) {
      told = number;
      try {
        sink.accept(this, update);
      } catch (RuntimeException e) {
        LOG.infof("%s no longer listens: %s", consumer, e.getMessage());
        subscriptions.remove(this);
      }
    }
  }

  /// Sends the snapshot before it returns.
  ///
  /// @param consumer names it in the table of feeds: `gift/…`, behind the name of its service
  /// @param dialect what it understands
  /// @throws IllegalStateException when there are too many of its service already
  Subscription subscribe(String consumer, int dialect, Sink sink) {
    requireRoom(consumer);
    // The database is asked outside the lock: whom it keeps waiting waits alone, and the feed of
    // everybody else goes on.
    var parts = SnapshotParts.of(admission.apply(consumer), dialect);
    lock.lock();
    try {
      requireRoom(consumer);
      var subscription = new Subscription(consumer, dialect, sink);
      subscriptions.add(subscription);
      subscription.tell(parts);
      return subscription;
    } finally {
      lock.unlock();
    }
  }

  private void requireRoom(String consumer) {
    String service = consumer.substring(0, consumer.indexOf('/') + 1);
    lock.lock();
    try {
      if (subscriptions.stream().filter(s -> s.isOf(service)).count() >= CONSUMERS_PER_SERVICE) {
        throw new IllegalStateException(
            "More than " + CONSUMERS_PER_SERVICE + " consumers of " + service);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Passes on what was read, to each consumer what it does not have yet; then, if due, the
  /// heartbeat. Whose snapshot is older than where the reading begins would get a gap: the next
  /// reading begins there.
  void tell(TrustTable.Reading reading, boolean heartbeat) {
    lock.lock();
    try {
      for (var subscription : Set.copyOf(subscriptions)) {
        if (subscription.told < reading.after()) {
          continue;
        }
        for (var change : reading.changes()) {
          if (change.getNumber() > subscription.told) {
            subscription.tell(change);
          }
        }
        if (heartbeat) {
          long number = Math.max(subscription.told, reading.head());
          subscription.tell(heartbeat(number, reading.databaseTime()), number);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// How far each consumer has come that has a stream here.
  Map<String, Long> report() {
    lock.lock();
    try {
      var report = new HashMap<String, Long>();
      for (var subscription : subscriptions) {
        report.merge(subscription.consumer, subscription.acknowledged, Math::max);
      }
      return report;
    } finally {
      lock.unlock();
    }
  }

  /// The number behind which somebody has yet to be told; empty if nobody listens.
  OptionalLong leastTold() {
    lock.lock();
    try {
      return subscriptions.stream().mapToLong(subscription -> subscription.told).min();
    } finally {
      lock.unlock();
    }
  }

  private static TrustUpdate heartbeat(long number, Instant databaseTime) {
    return TrustUpdate.newBuilder()
        .setHeartbeat(
            TrustHeartbeat.newBuilder()
                .setNumber(number)
                .setDatabaseTimeUnixMs(databaseTime.toEpochMilli()))
        .build();
  }
}
