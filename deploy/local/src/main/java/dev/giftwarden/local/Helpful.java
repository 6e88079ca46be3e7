package dev.giftwarden.local;

import picocli.CommandLine.Option;

/// A command that explains itself.
abstract class Helpful {

  // picocli finds it by its annotation, and shows the help itself.
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  private boolean help;
}
