package dev.giftwarden.gift.webhook.send;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.DatabaseException;
import dev.giftwarden.edge.database.Session;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.SealException;
import dev.giftwarden.gift.webhook.WebhookUrl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends what waits, again and again: one thread speaks to the database, over one connection, and
/// each attempt has a thread of its own. Any number of these can run at once.
final class Sender {

  /// All that one process holds in memory: a few kilobytes each.
  static final int MOST = 512;

  /// How late a message may be because nobody looked.
  private static final Duration PAUSE = Duration.ofMillis(500);

  /// A new connection has the certificate that lies there then.
  private static final Duration CONNECTION = Duration.ofMinutes(10);

  /// How often it says that it is there, and forgets what is old: to be missed within a minute.
  private static final Duration SIGN = Duration.ofSeconds(5);

  private final Database database;
  private final QueueTable queue = new QueueTable();
  private final Keys keys;
  private final Post post;
  private final Backoff backoff;
  private final InstantSource clock;
  private final ExecutorService threads;

  private final AtomicInteger running = new AtomicInteger();
  private final ConcurrentLinkedQueue<Conclusion> concluded = new ConcurrentLinkedQueue<>();
  private final Semaphore news = new Semaphore(0);
  private Instant nextSign = Instant.MIN;
  private volatile boolean closing;

  Sender(
      Database database,
      Keys keys,
      Post post,
      Backoff backoff,
      InstantSource clock,
      ExecutorService threads) {
    this.database = database;
    this.keys = keys;
    this.post = post;
    this.backoff = backoff;
    this.clock = clock;
    this.threads = threads;
  }

  /// Sends for ten minutes over one connection to the database, or until this is closed.
  ///
  /// @throws DatabaseException if the database is away; what came of attempts is written next time
  void send() {
    Instant end = clock.instant().plus(CONNECTION);
    database.session(session -> {
      while (!closing && clock.instant().isBefore(end)) {
        step(session);
        await();
      }
      return true;
    });
  }

  /// One look at the queue.
  ///
  /// @return how many attempts began
  int step(Session session) {
    write(session);
    tend(session);
    int room = MOST - running.get();
    if (room <= 0) {
      return 0;
    }
    List<Due> due = queue.take(session, clock.instant(), room);
    due.forEach(this::begin);
    return due.size();
  }

  private void tend(Session session) {
    Instant now = clock.instant();
    if (!now.isBefore(nextSign)) {
      queue.seen(session);
      queue.forget(session, now);
      nextSign = now.plus(SIGN);
    }
  }

  private void begin(Due due) {
    running.incrementAndGet();
    var _ = threads.submit(() -> attempt(due));
  }

  private void attempt(Due due) {
    try {
      Attempt attempt = once(due);
      concluded.add(Conclusion.of(due, attempt, clock.instant(), backoff));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // its lease ends, and another sends it
    } finally {
      running.decrementAndGet();
      news.release();
    }
  }

  /// What was allowed when it was written may not be any more.
  private Attempt once(Due due) throws InterruptedException {
    if (due.rehearsed()) {
      return new Attempt.Rehearsed();
    }
    try {
      return post.send(new WebhookUrl(due.url()), due.signed(keys, clock.instant()));
    } catch (InvalidValue _) {
      return new Attempt.Failed("its URL is none that is sent to");
    } catch (SealException _) {
      return new Attempt.Failed("its secret cannot be read: a fault of ours");
    } catch (RuntimeException _) { // whatever is wrong with this one, it dies as others do
      return new Attempt.Failed("a fault of ours");
    }
  }

  /// Each stays until it is written.
  private void write(Session session) {
    List<Conclusion> some = List.copyOf(concluded);
    queue.conclude(session, some);
    some.forEach(concluded::remove);
  }

  private void await() {
    try {
      if (news.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      closing = true;
    }
  }

  /// Sends what is due until nothing is, and writes what came of it: for tests, which have a clock
  /// of their own.
  ///
  /// @return how many attempts there were
  int drain() {
    return database.session(session -> {
      int all = 0;
      do {
        int begun = step(session);
        all += begun;
        if (begun == 0 && running.get() > 0) {
          await();
        }
      } while (running.get() > 0 || !concluded.isEmpty());
      return all;
    });
  }

  /// Begins nothing more.
  void close() {
    closing = true;
    news.release();
  }

  boolean isClosing() {
    return closing;
  }

  /// Waits for what has begun, and writes what came of it; after [#close] and [#send].
  void finish() {
    while (running.get() > 0 && !Thread.currentThread().isInterrupted()) {
      await();
    }
    database.session(session -> {
      write(session);
      return true;
    });
  }
}
