package dev.giftwarden.auth.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.testing.AuthTest;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
class BusyPoolTest {
  @Inject AgroalDataSource database;
  @Inject TrustFeed feed;

  @Test
  @DisplayName("T6 Z5 callers that hold every connection of the pool delay no heartbeat")
  void heartbeatsGoOn() throws SQLException, InterruptedException {
    var beats = new CountDownLatch(8);
    var subscription =
        feed.subscribe(
            "test/pool",
            1,
            (_, update) -> {
              if (update.hasHeartbeat()) {
                beats.countDown();
              }
            });
    Deque<Connection> held = new ArrayDeque<>();
    try {
      // All but the one that the feed keeps for itself.
      int size = database.getConfiguration().connectionPoolConfiguration().maxSize();
      for (int own = 1; own < size; own++) {
        held.push(database.getConnection());
      }
      // Some may have been sent while the pool was being emptied; not eight.
      assertThat(beats.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      subscription.end();
      while (!held.isEmpty()) {
        held.pop().close();
      }
    }
  }
}
