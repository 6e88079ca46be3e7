package dev.giftwarden.bench.soak;

import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/// Says now and then how far a soak is, and when it ends if it goes on as in the last while.
final class Progress {
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final PrintStream out;
  private final long operations;
  private long doneBefore;
  private long saidAtNanos = System.nanoTime();

  Progress(PrintStream out, long operations) {
    this.out = out;
    this.operations = operations;
  }

  void look(long done) {
    long now = System.nanoTime();
    double seconds = (now - saidAtNanos) / 1e9;
    if (seconds < EVERY.toSeconds() || done <= doneBefore) {
      return;
    }
    double perSecond = (done - doneBefore) / seconds;
    long left = (long) (Math.max(0, operations - done) / perSecond);
    out.printf(
        "%,d of %,d, %.0f a second; ends about %s%n",
        done,
        operations,
        perSecond,
        LocalTime.now().plusSeconds(left).truncatedTo(ChronoUnit.MINUTES));
    doneBefore = done;
    saidAtNanos = now;
  }
}
