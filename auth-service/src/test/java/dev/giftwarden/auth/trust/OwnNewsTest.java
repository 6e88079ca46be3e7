package dev.giftwarden.auth.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.testing.AuthTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("T6 who takes trust away is answered when this replica knows of it")
class OwnNewsTest {
  @Inject TransactionSynchronizationRegistry transactions;

  /// A transaction of changes from 1 to the last, in a thread of its own.
  private static Thread changes(OwnNews news, int last, boolean commits, CountDownLatch ended) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            QuarkusTransaction.requiringNew()
                .run(() -> {
                  for (int number = 1; number <= last; number++) {
                    news.awaitAfterCommit(number);
                  }
                  if (!commits) {
                    QuarkusTransaction.setRollbackOnly();
                  }
                });
          } catch (QuarkusTransactionException _) {
            // Rolled back, as it was told to.
          } finally {
            ended.countDown();
          }
        });
  }

  private static boolean ends(CountDownLatch ended) throws InterruptedException {
    return ended.await(20, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("of many changes of one transaction, the last is waited for")
  void waitsForTheLast() throws InterruptedException {
    var news = new OwnNews(transactions, Duration.ofHours(1));
    news.reached(999);
    var ended = new CountDownLatch(1);
    var waiting = changes(news, 1000, true, ended);
    while (waiting.getState() != Thread.State.TIMED_WAITING && waiting.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(ended.getCount()).as("999 is not 1000").isOne();
    news.reached(1000);
    assertThat(ends(ended)).isTrue();
  }

  @Test
  @DisplayName("while the feed is silent, it is waited for once, and not for each change")
  void waitsOnce() throws InterruptedException {
    var ended = new CountDownLatch(1);
    changes(new OwnNews(transactions, Duration.ofMillis(100)), 1000, true, ended);
    assertThat(ends(ended)).isTrue();
  }

  @Test
  @DisplayName("what was rolled back is not waited for")
  void rolledBack() throws InterruptedException {
    var ended = new CountDownLatch(1);
    changes(new OwnNews(transactions, Duration.ofHours(1)), 7, false, ended);
    assertThat(ends(ended)).isTrue();
  }
}
