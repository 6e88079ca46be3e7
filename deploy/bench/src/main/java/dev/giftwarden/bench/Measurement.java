package dev.giftwarden.bench;

import dev.giftwarden.bench.house.BenchHouse;
import dev.giftwarden.bench.load.Scale;
import dev.giftwarden.bench.report.Figures;
import java.io.PrintStream;
import java.nio.file.Path;

/// One name that can be run.
@FunctionalInterface
public interface Measurement {

  /// What a measurement is given.
  ///
  /// @param project the checkout
  /// @param brief whether it is to end within three minutes
  public record Setting(
      BenchHouse house, Path project, boolean brief, Figures figures, PrintStream out) {

    public Scale scale() {
      return brief ? Scale.brief() : Scale.full();
    }
  }

  /// Measures, prints a table, and notes its figures.
  void run(Setting setting);
}
