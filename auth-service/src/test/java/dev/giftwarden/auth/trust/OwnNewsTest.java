package dev.giftwarden.auth.trust;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("T6 who takes trust away is answered when this replica knows of it")
class OwnNewsTest {
  private final OneTransaction transaction = new OneTransaction();
  private final OwnNews news = new OwnNews(transaction, Duration.ofHours(1));

  private Thread ends(int status, CountDownLatch ended) {
    return Thread.ofVirtual()
        .start(() -> {
          transaction.end(status);
          ended.countDown();
        });
  }

  @Test
  @DisplayName("of a thousand changes of one transaction, the last is waited for, once")
  void waitsForTheLast() throws InterruptedException {
    for (long number = 1; number <= 1000; number++) {
      news.awaitAfterCommit(number);
    }
    assertThat(transaction.synchronizations).hasSize(1);
    news.reached(999);
    var ended = new CountDownLatch(1);
    var waiting = ends(Status.STATUS_COMMITTED, ended);
    while (waiting.getState() != Thread.State.TIMED_WAITING && ended.getCount() > 0) {
      Thread.onSpinWait();
    }
    assertThat(ended.getCount()).as("999 is not 1000").isOne();
    news.reached(1000);
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @DisplayName("what was rolled back is not waited for")
  void rolledBack() throws InterruptedException {
    news.awaitAfterCommit(7);
    var ended = new CountDownLatch(1);
    ends(Status.STATUS_ROLLEDBACK, ended);
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /// The one that is going on.
  private static final class OneTransaction implements TransactionSynchronizationRegistry {
    private final List<Synchronization> synchronizations = new ArrayList<>();
    private final Map<Object, Object> resources = new HashMap<>();

    void end(int status) {
      synchronizations.forEach(each -> each.afterCompletion(status));
    }

    @Override
    public Object getTransactionKey() {
      return this;
    }

    @Override
    public void putResource(Object key, Object value) {
      resources.put(key, value);
    }

    @Override
    public @Nullable Object getResource(Object key) {
      return resources.get(key);
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
      synchronizations.add(synchronization);
    }

    @Override
    public int getTransactionStatus() {
      return Status.STATUS_ACTIVE;
    }

    @Override
    public void setRollbackOnly() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean getRollbackOnly() {
      return false;
    }
  }
}
