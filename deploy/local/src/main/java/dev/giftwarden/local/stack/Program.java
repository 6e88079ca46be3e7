package dev.giftwarden.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a process of a service runs.
///
/// @param file the service: a jar, or an executable
/// @param java the virtual machine of a jar; an executable has none
/// @param flags beyond what every process of ours has
/// @param arguments of the service's command line; none: it serves
public record Program(Path file, Optional<Path> java, List<String> flags, List<String> arguments) {

  public Program {
    flags = List.copyOf(flags);
    arguments = List.copyOf(arguments);
  }

  /// @param java the virtual machine
  public Program(Path java, Path jar, List<String> flags) {
    this(jar, Optional.of(java), flags, List.of());
  }

  /// With the virtual machine that runs this.
  static Program ofJava(Path jar) {
    return new Program(Path.of(System.getProperty("java.home"), "bin", "java"), jar, List.of());
  }

  static Program executable(Path file) {
    return new Program(file, Optional.empty(), List.of(), List.of());
  }

  /// Another of its commands, which ends before any code of it is worth optimising.
  Program brief(String command) {
    List<String> quick = java.isPresent() ? List.of("-XX:TieredStopAtLevel=1") : List.of();
    return new Program(file, java, quick, List.of(command));
  }

  /// Without the first flag, resumed TLS sessions would carry identities that nobody has proven;
  /// the services refuse to start without it. 256 MiB is plenty for one person.
  List<String> commandLine() {
    List<String> line = new ArrayList<>();
    line.add(java.orElse(file).toString());
    line.add("-Djdk.tls.server.newSessionTicketCount=0");
    line.add("-Xmx256m");
    if (java.isPresent()) {
      line.add("--enable-native-access=ALL-UNNAMED");
      line.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
      line.addAll(flags);
      line.addAll(List.of("-jar", file.toString()));
    } else {
      line.addAll(flags);
    }
    line.addAll(arguments);
    return line;
  }
}
