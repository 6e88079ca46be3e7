package dev.giftwarden.bench.webhook;

import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.local.stack.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A process that sends webhooks, to this machine too.
record SenderProcess(Process process, Path log) implements AutoCloseable {

  /// Longer than an attempt.
  private static final int LONGEST_STOP_SECONDS = 25;

  static SenderProcess start(BenchHouse house, Path project, int number) {
    Path log = house.home().logs().resolve("webhooks-" + number + ".log");
    try {
      return new SenderProcess(
          new ProcessBuilder(
                  project.resolve("gift-service/run").toString(),
                  "webhooks",
                  "--database=localhost:" + house.ports().database(),
                  "--certificates=" + house.home().rolesApart(),
                  "--keys=" + house.home().pki().resolve("recipients"),
                  "--allowed-networks=127.0.0.0/8,::1/128",
                  "--trust=" + house.home().pki().resolve("root/ca.crt"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start(),
          log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether it has begun to look for what waits.
  boolean isSending() {
    requireAlive();
    try {
      return Files.readString(log).contains("Sending what waits.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireAlive() {
    if (!process.isAlive()) {
      throw new Failure("a sender ended with " + process.exitValue());
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
