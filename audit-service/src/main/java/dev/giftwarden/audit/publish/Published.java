package dev.giftwarden.audit.publish;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The newest checkpoint this replica knows to be published, and the place to wait for a newer one.
/// The table is the truth; this is a copy at most a moment old, so that readers of `/checkpoint`,
/// whom nobody knows, never reach the database.
@Singleton
public class Published {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private @Nullable PublishedCheckpoint latest;

  /// Empty until this replica has read the table once.
  public Optional<PublishedCheckpoint> latest() {
    lock.lock();
    try {
      return Optional.ofNullable(latest);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a checkpoint of more than `size` leaves.
  ///
  /// @return empty if none came in time
  public Optional<PublishedCheckpoint> awaitMoreThan(long size, Duration patience)
      throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (latest == null || latest.size() <= size) {
        if (left <= 0) {
          return Optional.empty();
        }
        left = grown.awaitNanos(left);
      }
      return Optional.of(latest);
    } finally {
      lock.unlock();
    }
  }

  /// Never goes back: what was read late stays out.
  void set(PublishedCheckpoint checkpoint) {
    lock.lock();
    try {
      if (latest == null || latest.size() < checkpoint.size()) {
        latest = checkpoint;
        grown.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
