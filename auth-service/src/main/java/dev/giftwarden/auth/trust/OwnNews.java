package dev.giftwarden.auth.trust;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How far this replica has heard its own feed. Whoever takes trust away is answered when the
/// replica that answers knows of it, so that its next call finds the world as it has made it.
@ApplicationScoped
class OwnNews {
  /// News takes milliseconds. Without a feed the change stands all the same, and nothing is decided
  /// by what this replica remembers.
  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  private final TransactionSynchronizationRegistry transactions;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private long reached = -1;

  OwnNews(TransactionSynchronizationRegistry transactions) {
    this.transactions = transactions;
  }

  /// Everything up to `number` is in force here.
  void reached(long number) {
    lock.lock();
    try {
      reached = Math.max(reached, number);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Has the caller's transaction end, once it is committed, no sooner than `number` is in force
  /// here.
  void awaitAfterCommit(long number) {
    transactions.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // Nothing is known before the commit.
          }

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              await(number);
            }
          }
        });
  }

  private void await(long number) {
    lock.lock();
    try {
      long left = LONGEST_WAIT.toNanos();
      while (reached < number && left > 0) {
        left = more.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
