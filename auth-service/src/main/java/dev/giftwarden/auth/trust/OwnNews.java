package dev.giftwarden.auth.trust;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How far this replica has heard its own feed. Whoever takes trust away is answered when the
/// replica that answers knows of it, so that its next call finds the world as it has made it.
@Singleton
class OwnNews {
  /// News takes milliseconds. Without a feed the change stands all the same, and nothing is decided
  /// by what this replica remembers.
  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  /// Under which a transaction keeps the last of its changes.
  private static final Object LAST = new Object();

  private final TransactionSynchronizationRegistry transactions;
  private final Duration longest;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private long reached = -1;

  @Inject
  OwnNews(TransactionSynchronizationRegistry transactions) {
    this(transactions, LONGEST_WAIT);
  }

  OwnNews(TransactionSynchronizationRegistry transactions, Duration longest) {
    this.transactions = transactions;
    this.longest = longest;
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
  /// here. Of many changes of one transaction the last is waited for.
  void awaitAfterCommit(long number) {
    var known = (AtomicLong) transactions.getResource(LAST);
    if (known != null) {
      known.set(number);
      return;
    }
    var last = new AtomicLong(number);
    transactions.putResource(LAST, last);
    transactions.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // Nothing is known before the commit.
          }

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              await(last.get());
            }
          }
        });
  }

  private void await(long number) {
    lock.lock();
    try {
      long left = longest.toNanos();
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
