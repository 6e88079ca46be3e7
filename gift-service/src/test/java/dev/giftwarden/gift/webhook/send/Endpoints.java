package dev.giftwarden.gift.webhook.send;

import dev.giftwarden.gift.sealing.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Where accounts of the running service have their endpoints, and what those are told: by a sender
/// over the service's own queue, and real HTTPS.
public final class Endpoints implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Receiver receiver = Receiver.start();

  /// @param path with a slash before it
  public String url(String path) {
    return receiver.url(path);
  }

  /// Sends what waits. What is not for here fails, and goes on waiting.
  ///
  /// @param keys of the service
  public void send(Keys keys) {
    Instant soon = Instant.now().plus(Duration.ofMinutes(1));
    int _ = Mailroom.sender(keys, threads, () -> soon).drain();
  }

  public List<String> bodies(String path) {
    return receiver.got().stream()
        .filter(got -> got.path().equals(path))
        .map(Receiver.Got::body)
        .toList();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    receiver.close();
  }
}
