package dev.giftwarden.local.stack;

import java.nio.file.Path;
import java.util.List;

/// What a process of a service runs.
///
/// @param jar executable
/// @param flags of the virtual machine, beyond what every process of ours has
public record Program(Path jar, List<String> flags) {

  public Program {
    flags = List.copyOf(flags);
  }

  /// What `./mvnw package` makes.
  static Program packaged(Home home, Service service) {
    return new Program(service.packaged(home).resolve("quarkus-run.jar"), List.of());
  }

  Program with(String flag) {
    return new Program(jar, List.of(flag));
  }
}
