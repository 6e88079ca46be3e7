package dev.giftwarden.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What of a service is started: as `./mvnw package` makes it, or as `./mvnw package -Dnative`
/// does.
public enum Packaging {
  /// On the virtual machine that runs this.
  JVM {
    @Override
    Optional<Program> find(Path target) {
      Path jar = target.resolve("quarkus-app").resolve("quarkus-run.jar");
      return Files.exists(jar) ? Optional.of(Program.ofJava(jar)) : Optional.empty();
    }

    @Override
    Failure missing(Service service) {
      return new Failure(service.folderName() + " is not built: run ./mvnw package");
    }
  },

  NATIVE {
    @Override
    Optional<Program> find(Path target) {
      if (!Files.isDirectory(target)) {
        return Optional.empty();
      }
      try (Stream<Path> files = Files.list(target)) {
        return files
            .filter(file -> file.toString().endsWith("-runner") && Files.isExecutable(file))
            .findFirst()
            .map(Program::executable);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    Failure missing(Service service) {
      return new Failure(
          "%s/target holds no executable: build it with ./mvnw package -Dnative -pl %1$s -am"
              .formatted(service.folderName()));
    }
  };

  /// @throws Failure where it is none
  public static Packaging of(String text) {
    return Stream.of(values())
        .filter(packaging -> packaging.text().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                "not a packaging: %s; there are %s"
                    .formatted(
                        text,
                        Stream.of(values())
                            .map(Packaging::text)
                            .collect(Collectors.joining(" and ")))));
  }

  /// As the property `giftwarden.packaging` says, for what no command line reaches; JVM where it
  /// says nothing.
  public static Packaging told() {
    return of(System.getProperty("giftwarden.packaging", JVM.text()));
  }

  /// As it is written on a command line.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws Failure in one line that says how it is built, where it is not
  public Program of(Home home, Service service) {
    return find(service.target(home)).orElseThrow(() -> missing(service));
  }

  abstract Optional<Program> find(Path target);

  abstract Failure missing(Service service);

  /// What a build changes of a service.
  List<Path> files(Home home, Service service) throws IOException {
    if (this == NATIVE) {
      return List.of(of(home, service).file());
    }
    Path packaged = service.packaged(home);
    try (Stream<Path> own = Files.list(packaged.resolve("app"));
        Stream<Path> libraries = Files.list(packaged.resolve("lib").resolve("main"))) {
      return Stream.concat(own, libraries.filter(Packaging::isOurs)).sorted().toList();
    }
  }

  private static boolean isOurs(Path library) {
    return library.toString().contains("dev.giftwarden.");
  }
}
