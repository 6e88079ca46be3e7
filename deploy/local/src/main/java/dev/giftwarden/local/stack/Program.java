package dev.giftwarden.local.stack;

import java.nio.file.Path;
import java.util.List;

/// What a process of a service runs.
///
/// @param java the virtual machine
/// @param jar executable
/// @param flags of the virtual machine, beyond what every process of ours has
public record Program(Path java, Path jar, List<String> flags) {

  public Program {
    flags = List.copyOf(flags);
  }

  /// What `./mvnw package` makes, with the virtual machine that runs this.
  static Program packaged(Home home, Service service) {
    Path own = Path.of(System.getProperty("java.home"), "bin", "java");
    return new Program(own, service.packaged(home).resolve("quarkus-run.jar"), List.of());
  }

  Program with(String flag) {
    return new Program(java, jar, List.of(flag));
  }
}
