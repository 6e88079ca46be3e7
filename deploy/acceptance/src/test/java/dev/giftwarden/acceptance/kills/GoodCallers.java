package dev.giftwarden.acceptance.kills;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.local.http.Answer;
import dev.giftwarden.local.http.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Callers with good tokens, some fresh and some a minute old, at gift and audit without a pause. A
/// 503 while trust cannot be decided is an answer they understand; a 401 is a good token refused.
final class GoodCallers implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(30);
  private static final int CALLS_PER_TOKEN = 50;

  private final Sender sender;
  private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
  private final AtomicInteger served = new AtomicInteger();
  private final List<Thread> threads;
  private volatile boolean open = true;

  private GoodCallers(House house, Identity certificate, Sender sender) {
    this.sender = sender;
    Path folder = Objects.requireNonNull(certificate.folder());
    this.threads =
        List.of(
            Thread.ofVirtual().unstarted(() -> call(folder, "gift", house.gift + "/v1/gifts")),
            Thread.ofVirtual()
                .unstarted(() -> call(folder, "audit", house.audit + "/v1/audit/events?limit=1")));
  }

  static GoodCallers start(House house, Identity certificate, Sender sender) {
    GoodCallers callers = new GoodCallers(house, certificate, sender);
    callers.threads.forEach(Thread::start);
    return callers;
  }

  private void call(Path folder, String service, String url) {
    try (Caller caller = Caller.with(folder, service)) {
      while (open) {
        String token = sender.freshToken(service);
        for (int call = 0; open && call < CALLS_PER_TOKEN; call++) {
          call(caller, service, url, token);
          Sender.pause(PAUSE);
        }
      }
    } catch (AssertionError | RuntimeException unexpected) {
      refused.add(service + ": " + unexpected);
    }
  }

  private void call(Caller caller, String service, String url, String token) {
    try {
      Answer answer = caller.get(url, Map.of("Authorization", "Bearer " + token));
      if (answer.status() == 200) {
        served.incrementAndGet();
      } else if (answer.status() != 503) {
        refused.add(service + ": " + answer);
      }
    } catch (IOException e) {
      refused.add(service + ": " + e);
    }
  }

  List<String> refused() {
    return List.copyOf(refused);
  }

  int served() {
    return served.get();
  }

  @Override
  public void close() {
    open = false;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
