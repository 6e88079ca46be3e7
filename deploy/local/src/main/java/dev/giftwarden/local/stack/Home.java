package dev.giftwarden.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where everything of one local installation lies: by default `.local` in the project, which Git
/// ignores. It holds every private key of the installation, so only its owner may look inside.
///
/// @param project the checkout, with the packaged services
/// @param folder of this installation
public record Home(Path project, Path folder) {

  /// All that may lie in it, once `up` was there; before that, the log of its build.
  private static final Set<String> PARTS =
      Set.of("pki", "services", "migrations", "postgres", "logs", "running", "demo", "ports");

  public Home {
    project = project.toAbsolutePath().normalize();
    folder = folder.toAbsolutePath().normalize();
  }

  /// The root of the PKI and everything issued by `certs init`.
  public Path pki() {
    return folder.resolve("pki");
  }

  /// What the running service is given, and nothing else: a service can read its own folder's keys
  /// only because it is told no other.
  public Path given(Service service) {
    return folder.resolve("services").resolve(service.id());
  }

  /// A folder of certificates for each database role of the running service.
  public Path roles(Service service) {
    return given(service).resolve("database");
  }

  /// The same of processes beside the services: of the one that sends webhooks.
  public Path rolesApart() {
    return folder.resolve("services").resolve("webhooks").resolve("database");
  }

  /// The owner's certificate of a database, for the moment of a migration.
  public Path migration(Service service) {
    return folder.resolve("migrations").resolve(service.id());
  }

  public Path postgres() {
    return folder.resolve("postgres");
  }

  public Path logs() {
    return folder.resolve("logs");
  }

  /// The log of one process, by the name of its replica.
  Path log(String replica) {
    return logs().resolve(replica + ".log");
  }

  /// Who runs, for the next `up` and for `down`.
  public Path records() {
    return folder.resolve("running");
  }

  /// Which ports the last `up` took, for the next and for the other commands.
  public Ports ports() {
    try {
      Path known = folder.resolve("ports");
      return Files.exists(known)
          ? Ports.from(Integer.parseInt(Files.readString(known).strip()))
          : Ports.standard();
    } catch (IOException | NumberFormatException e) {
      throw new Failure("cannot read " + folder.resolve("ports") + ": " + e.getMessage(), e);
    }
  }

  /// @param base auth's public port
  public void keepPorts(int base) {
    try {
      Files.writeString(folder.resolve("ports"), base + "\n");
    } catch (IOException e) {
      throw new Failure("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  /// A command about this installation as it can be pasted into any terminal.
  ///
  /// @param name one of `deploy/local`, with its arguments
  public String command(String name) {
    String command = Shell.quoted(project.resolve("deploy/local")) + "/" + name;
    return folder.equals(project.resolve(".local"))
        ? command
        : command + " --home " + Shell.quoted(folder);
  }

  /// What a partner would hold: certificates and keys of the demo accounts.
  public Path demo() {
    return folder.resolve("demo");
  }

  public void create() {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, ownerOnly);
      }
      Files.createDirectories(logs());
      Files.createDirectories(records());
      Files.createDirectories(postgres());
    } catch (IOException e) {
      throw new Failure("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  /// Before anything is made or deleted in it.
  ///
  /// @throws Failure where something lies in it that no installation makes
  public void requireOwn() {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      Set<String> ours = names.contains("running") ? PARTS : Set.of("logs");
      names.stream()
          .filter(name -> !ours.contains(name))
          .findAny()
          .ifPresent(stranger -> {
            throw new Failure(
                "%s is no installation's folder: it holds %s; name another with --home"
                    .formatted(folder, stranger));
          });
    } catch (IOException e) {
      throw new Failure("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  /// Deletes a folder of the installation, with all that is in it.
  public static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
