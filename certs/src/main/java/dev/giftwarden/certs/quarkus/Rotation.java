package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.tls.TlsFolder;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Looks at the folders in an even beat and moves what is long-lived onto new certificates:
/// channels connect anew for the next call, and pooled database connections are replaced as they
/// fall idle.
@Singleton
public class Rotation {
  private static final Logger LOG = Logger.getLogger(Rotation.class);

  private final TlsConfig config;
  private final Instance<InternalTls> internal;
  private final Instance<PublicTls> edge;
  private final Instance<DatabaseCertificates> database;
  private final Instance<Channel> channels;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificate-rotation").factory());

  @Inject
  Rotation(
      TlsConfig config,
      Instance<InternalTls> internal,
      Instance<PublicTls> edge,
      Instance<DatabaseCertificates> database,
      @Any Instance<Channel> channels) {
    this.config = config;
    this.internal = internal;
    this.edge = edge;
    this.database = database;
    this.channels = channels;
  }

  void start(@Observes StartupEvent event) {
    database.get();
    internal.get().folder().onRotation(this::reconnect);
    long millis = config.reloadInterval().toMillis();
    var _ = beat.scheduleWithFixedDelay(this::tryLook, millis, millis, TimeUnit.MILLISECONDS);
  }

  /// For those who watch what the folders and connections have become.
  public void afterEachLook(Runnable watcher) {
    watchers.add(watcher);
  }

  void stop(@Observes ShutdownEvent event) {
    beat.shutdownNow();
  }

  void look() {
    look(internal.get().folder());
    look(edge.get().folder());
    database.get().look();
    watchers.forEach(Runnable::run);
  }

  /// A task that throws is never run again by its executor: whatever happens, the beat goes on.
  private void tryLook() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("looking for new certificates failed", e);
    }
  }

  private static void look(TlsFolder folder) {
    boolean knownBroken = folder.fault().isPresent();
    switch (folder.reload()) {
      case TlsFolder.Reload.Unchanged() -> {}
      case TlsFolder.Reload.Rotated(var own) ->
          LOG.infof("now using certificate %s, valid until %s", own.serial(), own.notAfter());
      case TlsFolder.Reload.Broken(String why) -> {
        if (!knownBroken) {
          LOG.errorf("keeping the old certificate: %s", why);
        }
      }
    }
  }

  /// Calls in flight end where they are.
  private void reconnect() {
    for (Channel channel : channels) {
      if (channel instanceof ManagedChannel managed) {
        managed.enterIdle();
      }
    }
  }
}
