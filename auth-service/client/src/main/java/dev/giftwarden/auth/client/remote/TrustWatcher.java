package dev.giftwarden.auth.client.remote;

import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.client.trust.TrustState.Applied;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.TrustAck;
import dev.giftwarden.auth.v1.TrustUpdate;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Follows auth's trust feed for as long as the process lives: applies each update, acknowledges
/// it, and starts anew when the stream breaks, falls silent or contradicts itself. What it cannot
/// hear makes the [TrustState] stale, and that refuses everything.
public final class TrustWatcher implements AutoCloseable {
  /// Heartbeats come each second; three missing ones are a dead connection that TCP has not
  /// noticed.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(3);

  /// An acknowledgement goes out at once, or the connection takes nothing any more. The first one
  /// waits for the connection itself, which a busy machine makes slowly.
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(20);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Logger LOG = Logger.getLogger(TrustWatcher.class);

  private final Channel auth;
  private final TrustState state;
  private final String consumer = UUID.randomUUID().toString();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private TrustWatcher(Channel auth, TrustState state) {
    this.auth = auth;
    this.state = state;
    this.thread = Thread.ofVirtual().name("trust-watcher").unstarted(this::run);
  }

  /// Returns at once; the first snapshot comes when auth answers.
  public static TrustWatcher start(Channel auth, TrustState state) {
    var watcher = new TrustWatcher(auth, state);
    watcher.thread.start();
    return watcher;
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      do {
        boolean heard = follow();
        connectAnew();
        Duration longer = pause.multipliedBy(2);
        pause = heard ? FIRST_PAUSE : longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
      } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      LOG.debug("The trust feed is no longer followed.");
    }
  }

  /// One stream, until it ends.
  ///
  /// @return whether anything it said could be applied
  private boolean follow() throws InterruptedException {
    BlockingClientCall<TrustAck, TrustUpdate> stream =
        AuthServiceGrpc.newBlockingV2Stub(auth).watchTrust();
    boolean heard = false;
    try {
      acknowledge(stream, 0);
      long acknowledged = -1;
      while (true) {
        TrustUpdate update = stream.read(LONGEST_SILENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (update == null) {
          LOG.info("The trust feed ended; starting it anew.");
          return heard;
        }
        switch (state.apply(update)) {
          case Applied.Upto(long number) -> {
            heard = true;
            if (number > acknowledged) {
              acknowledge(stream, number);
              acknowledged = number;
            }
          }
          case Applied.InPart _ -> LOG.debug("A part of a snapshot has come.");
          case Applied.Broken(String why) -> {
            LOG.warnf("The trust feed cannot be followed (%s); starting it anew.", why);
            return false;
          }
        }
      }
    } catch (StatusException e) {
      LOG.warnf("The trust feed broke (%s); starting it anew.", e.getStatus());
    } catch (TimeoutException _) {
      LOG.warn("The trust feed fell silent; starting it anew.");
    } finally {
      stream.cancel("no longer followed", null);
    }
    return heard;
  }

  /// A connection stays with the replica that it once came to. When that one is cut off from its
  /// database, another may be well: what comes next asks for a connection of its own.
  private void connectAnew() {
    if (auth instanceof ManagedChannel managed) {
      managed.enterIdle();
    }
  }

  private void acknowledge(BlockingClientCall<TrustAck, TrustUpdate> stream, long number)
      throws InterruptedException, StatusException, TimeoutException {
    stream.write(
        TrustAck.newBuilder()
            .setConsumer(consumer)
            .setNumber(number)
            .setDialect(TrustState.DIALECT)
            .build(),
        LONGEST_WRITE.toMillis(),
        TimeUnit.MILLISECONDS);
  }
}
