package dev.giftwarden.acceptance.versions;

import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.local.http.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/// Somebody who calls one route again and again over connections that stay open, and remembers how
/// each call ended and when it began.
final class CallLoop implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(25);

  /// @param atNanos by the monotonic clock
  record Call(long atNanos, String outcome) {}

  private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean open = true;

  private CallLoop(Identity over, String service, String url, String bearer) {
    this.thread =
        Thread.ofVirtual()
            .start(() -> {
              try (Caller caller = Caller.with(Objects.requireNonNull(over.folder()), service)) {
                while (open) {
                  call(caller, url, bearer);
                  LockSupport.parkNanos(PAUSE.toNanos());
                }
              }
            });
  }

  static CallLoop start(Identity over, String service, String url, String bearer) {
    return new CallLoop(over, service, url, bearer);
  }

  private void call(Caller caller, String url, String bearer) {
    long begun = System.nanoTime();
    String outcome;
    try {
      int status = caller.get(url, Map.of("Authorization", "Bearer " + bearer)).status();
      outcome = Integer.toString(status);
    } catch (IOException | RuntimeException e) {
      outcome = e.toString();
    }
    calls.add(new Call(begun, outcome));
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /// How many ended so.
  long count(String outcome) {
    return calls.stream().filter(call -> call.outcome().equals(outcome)).count();
  }

  @Override
  public void close() {
    open = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
