package dev.giftwarden.gift.idempotency;

import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.idempotency.OldRecordsTable;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Deletes records of idempotency a day after they were written, as the worker's role, which sees
/// of all tenants' records their age alone. Every replica may do it at once.
@Singleton
class Forgetting {

  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final Logger LOG = Logger.getLogger(Forgetting.class);

  private final OldRecordsTable records;
  private final CountDownLatch closing = new CountDownLatch(1);

  Forgetting(@DataSource("worker") javax.sql.DataSource worker) {
    this.records = new OldRecordsTable(new Database(worker));
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("idempotency-forgetting").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    closing.countDown();
  }

  private void run() {
    try {
      while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        forget();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void forget() {
    try {
      records.deleteDue(() -> closing.getCount() == 0);
    } catch (RuntimeException away) {
      // The database, mostly. What is due now is still due then.
      LOG.warn("old idempotency records could not be deleted; trying again later", away);
    }
  }
}
