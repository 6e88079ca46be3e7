package dev.giftwarden.auth.trust;

import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.client.wiring.TrustConfig;
import dev.giftwarden.auth.idempotency.IdempotencyTable;
import dev.giftwarden.auth.signing.InternalKeyMaker;
import dev.giftwarden.auth.signing.SigningKeys;
import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.certs.quarkus.DatabaseCertificates;
import dev.giftwarden.certs.quarkus.InternalTls;
import dev.giftwarden.edge.database.DatabaseException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Puts the trust feed of this replica together, starts and stops it: one thread tells, and another
/// keeps the signing keys and the tables in order, which may wait for a connection of the pool and
/// must delay no heartbeat.
@Singleton
class TrustRuntime {
  /// Both threads wake at least once a second; anything longer is a database that hangs.
  private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

  private static final Duration UPKEEP_EVERY = Duration.ofSeconds(1);

  /// In turns of the upkeep: ten minutes.
  private static final int TIDY_EVERY = 600;

  private static final Logger LOG = Logger.getLogger(TrustRuntime.class);

  private final TrustTable table;
  private final ConsumerTable consumers;
  private final TrustTidying tidying;
  private final IdempotencyTable requests;
  private final TrustFeed feed;
  private final SigningKeys signingKeys;
  private final TrustLoop loop;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread telling;
  private final Thread upkeep;
  private final String ownName = "auth/" + UUID.randomUUID();

  TrustRuntime(
      TrustTable table,
      ConsumerTable consumers,
      TrustTidying tidying,
      IdempotencyTable requests,
      TrustState state,
      OwnNews news,
      TrustConfig config,
      InternalTls tls,
      DatabaseCertificates certificates,
      InstantSource clock) {
    this.table = table;
    this.consumers = consumers;
    this.tidying = tidying;
    this.requests = requests;
    this.feed = new TrustFeed(this::admit);
    this.signingKeys =
        new SigningKeys(
            new TableFeed(config.stalenessBound()), new InternalKeyMaker(tls::folder), clock);
    var own = new OwnTrust(feed, state, news::reached, ownName);
    this.loop = new TrustLoop(table, feed, own, certificates::generation);
    this.telling = Thread.ofPlatform().daemon().name("trust-feed").unstarted(loop);
    this.upkeep = Thread.ofPlatform().daemon().name("trust-upkeep").unstarted(this::keepUp);
  }

  private TrustSnapshot admit(String consumer) {
    consumers.enter(consumer);
    return table.snapshot();
  }

  void start(@Observes StartupEvent event) {
    telling.start();
    upkeep.start();
  }

  private void keepUp() {
    int turn = 0;
    try {
      do {
        keepUp(turn % TIDY_EVERY == 0);
        turn++;
      } while (!stopping.await(UPKEEP_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// As the feed's own thread, this one ends by nothing but a stop.
  private void keepUp(boolean tidy) {
    try {
      signingKeys.upkeep();
      if (tidy) {
        tidying.tidy();
        requests.forget(() -> stopping.getCount() == 0);
      }
    } catch (RuntimeException | Error e) {
      LOG.error("The signing keys cannot be kept up; trying again in a second", e);
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping.countDown();
    loop.stop();
    telling.join(LONGEST_STOP);
    upkeep.join(LONGEST_STOP);
    try {
      consumers.forget(ownName);
    } catch (DatabaseException e) {
      LOG.warnf("Other replicas will wait for this one until it is stale: %s", e.getMessage());
    }
  }

  @Produces
  @Singleton
  TrustFeed feed() {
    return feed;
  }

  @Produces
  @Singleton
  SigningKeys signingKeys() {
    return signingKeys;
  }

  private final class TableFeed implements SigningKeys.Feed {
    private final Duration stalenessBound;

    private TableFeed(Duration stalenessBound) {
      this.stalenessBound = stalenessBound;
    }

    @Override
    public long publish(SigningKey key) {
      return table.publish(key);
    }

    @Override
    public boolean isAcknowledged(long number) {
      return consumers.isAcknowledged(number, stalenessBound);
    }
  }
}
