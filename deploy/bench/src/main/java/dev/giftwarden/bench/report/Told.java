package dev.giftwarden.bench.report;

import dev.giftwarden.local.stack.Progress;
import java.io.PrintStream;

/// A line for each part of what is being prepared.
public record Told(PrintStream out) implements Progress {
  @Override
  public void begin(String part) {
    out.print(part + " … ");
    out.flush();
  }

  @Override
  public void done(String result) {
    out.println(result);
  }

  @Override
  public void note(String line) {
    out.println(line);
  }
}
