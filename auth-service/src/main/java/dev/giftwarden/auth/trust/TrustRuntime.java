package dev.giftwarden.auth.trust;

import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.client.wiring.TrustConfig;
import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.certs.quarkus.InternalTls;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Puts the trust feed of this replica together, starts and stops it.
@Singleton
class TrustRuntime {
  /// The loop wakes at least once a heartbeat; anything longer is a database that hangs.
  private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(TrustRuntime.class);

  private final TrustTable table;
  private final ConsumerTable consumers;
  private final TrustFeed feed;
  private final SigningKeys signingKeys;
  private final TrustLoop loop;
  private final Thread thread;
  private final String ownName = "auth/" + UUID.randomUUID();

  TrustRuntime(
      TrustTable table,
      ConsumerTable consumers,
      TrustState state,
      TrustConfig config,
      InternalTls tls,
      InstantSource clock) {
    this.table = table;
    this.consumers = consumers;
    this.feed = new TrustFeed(this::admit);
    this.signingKeys =
        new SigningKeys(
            new TableFeed(config.stalenessBound()), new InternalKeyMaker(tls::folder), clock);
    var own = new OwnTrust(feed, state, ownName);
    this.loop = new TrustLoop(table, consumers, feed, signingKeys, own);
    this.thread = Thread.ofPlatform().daemon().name("trust-feed").unstarted(loop);
  }

  private TrustSnapshot admit(String consumer) {
    consumers.enter(consumer);
    return table.snapshot();
  }

  void start(@Observes StartupEvent event) {
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    loop.stop();
    thread.join(LONGEST_STOP);
    try {
      consumers.forget(ownName);
    } catch (TrustTableException e) {
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
