package dev.giftwarden.auth.client.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// A wall clock and a monotonic one that move only when a test says so.
public final class TestTime implements InstantSource {
  private Instant wall = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private long nanos = 0;

  @Override
  public Instant instant() {
    return wall;
  }

  public long nanoTime() {
    return nanos;
  }

  public void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  /// Somebody sets the wall clock; no time passes.
  public void setWall(Instant value) {
    wall = value;
  }
}
