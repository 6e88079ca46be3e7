package dev.giftwarden.local;

import dev.giftwarden.local.stack.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A command about one of the installations on this machine.
abstract class Placed extends Helpful {

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The installation's folder. Default: .local in the checkout.")
  private @Nullable Path folder;

  final Home home() {
    Path project = Local.project();
    return new Home(project, folder == null ? project.resolve(".local") : folder);
  }
}
