package dev.giftwarden.bench.revocation;

import dev.giftwarden.local.stack.Failure;
import java.io.IOException;
import java.time.Duration;

/// One open connection that asks again and again with the same token, until it is refused for good.
final class Probe implements Runnable {

  /// In all, so often or so long in a row that no stray acceptance is missed.
  private static final int REFUSALS = 20;

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Question question;
  private final Duration every;
  private volatile long lastAcceptedNanos;
  private volatile boolean accepted;

  /// What is asked again and again.
  @FunctionalInterface
  interface Question {
    /// @return the status of the answer
    int ask() throws IOException;
  }

  /// @param every between the starts of two questions
  Probe(Question question, Duration every) {
    this.question = question;
    this.every = every;
  }

  /// Whether the token has worked here yet.
  boolean hasAccepted() {
    return accepted;
  }

  /// When the last answer that was no refusal had arrived, by `System.nanoTime`.
  long lastAcceptedNanos() {
    return lastAcceptedNanos;
  }

  @Override
  public void run() {
    long begun = System.nanoTime();
    int refusals = 0;
    try {
      while (refusals < REFUSALS && every.multipliedBy(refusals).compareTo(LONG_ENOUGH) < 0) {
        long asked = System.nanoTime();
        if (asked - begun > LIMIT.toNanos()) {
          throw new Failure("still accepted after " + LIMIT.toSeconds() + " s");
        }
        refusals = isAccepted() ? 0 : refusals + 1;
        Thread.sleep(Duration.ofNanos(Math.max(0, asked + every.toNanos() - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new Failure("a probe has failed: " + e, e);
    }
  }

  private boolean isAccepted() throws IOException {
    int status = question.ask();
    if (status == 200) {
      lastAcceptedNanos = System.nanoTime();
      accepted = true;
      return true;
    }
    if (status != 401) {
      throw new Failure("neither accepted nor refused: " + status);
    }
    return false;
  }
}
