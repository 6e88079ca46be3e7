package dev.giftwarden.local;

import dev.giftwarden.local.stack.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Numbered steps on the terminal, each with its result and how long it took.
final class Steps implements Progress {

  private static final String INDENT = "      ";

  private final PrintStream out;
  private final InstantSource clock;
  private final int count;
  private int step;
  private Instant begun = Instant.EPOCH;
  private boolean open;
  private boolean noted;

  /// @param done how many of the steps somebody else has shown
  Steps(PrintStream out, InstantSource clock, int done, int count) {
    this.out = out;
    this.clock = clock;
    this.step = done;
    this.count = count;
  }

  @Override
  public void begin(String part) {
    step++;
    begun = clock.instant();
    open = true;
    noted = false;
    out.printf("[%d/%d] %-14s ", step, count, part);
    out.flush();
  }

  @Override
  public void done(String result) {
    open = false;
    Duration took = Duration.between(begun, clock.instant());
    String indent = noted ? INDENT : "";
    out.printf("%s%s (%d.%d s)%n", indent, result, took.toSeconds(), took.toMillisPart() / 100);
  }

  /// Ends the line of a part that will not be done.
  void breakOff() {
    if (open) {
      open = false;
      out.println();
    }
  }

  @Override
  public void note(String line) {
    if (open && !noted) {
      out.println();
      noted = true;
    }
    out.println(INDENT + line);
  }
}
