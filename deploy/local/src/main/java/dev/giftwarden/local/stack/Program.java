package dev.giftwarden.local.stack;

import java.nio.file.Path;
import java.util.List;

/// What a process of a service runs.
///
/// @param java the virtual machine
/// @param jar executable
/// @param flags of the virtual machine, beyond what every process of ours has
/// @param arguments of the service's command line; none: it serves
public record Program(Path java, Path jar, List<String> flags, List<String> arguments) {

  public Program {
    flags = List.copyOf(flags);
    arguments = List.copyOf(arguments);
  }

  public Program(Path java, Path jar, List<String> flags) {
    this(java, jar, flags, List.of());
  }

  /// What `./mvnw package` makes, with the virtual machine that runs this.
  static Program packaged(Home home, Service service) {
    Path own = Path.of(System.getProperty("java.home"), "bin", "java");
    return new Program(own, service.packaged(home).resolve("quarkus-run.jar"), List.of());
  }

  /// Another of its commands, which ends before any code of it is worth optimising.
  Program brief(String command) {
    return new Program(java, jar, List.of("-XX:TieredStopAtLevel=1"), List.of(command));
  }
}
