package dev.giftwarden.local.image;

import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Program;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.local.stack.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the JVM image of a service holds below `/giftwarden`, in a folder of the build: a runtime
/// with what a service needs of Java, the service as it is packaged, and the virtual machine's
/// ahead-of-time cache of both (JEP 483, 515): classes loaded and linked, and the profiles of a run
/// of training.
///
/// The cache fits this runtime and these jars, whatever folder they lie in.
public final class ServiceImage {

  /// All of the Java platform that a server may use, and nothing that compiles, attaches or
  /// inspects: a heap holds keys.
  private static final String MODULES =
      String.join(
          ",",
          "java.se",
          "jdk.charsets",
          "jdk.crypto.cryptoki",
          "jdk.jfr",
          "jdk.localedata",
          "jdk.management",
          "jdk.naming.dns",
          "jdk.net",
          "jdk.nio.mapmode",
          "jdk.unsupported",
          "jdk.zipfs");

  private final Path packaged;
  private final Path folder;

  public ServiceImage(Path project, Service service) {
    Path target = project.resolve(service.folderName()).resolve("target");
    this.packaged = target.resolve("quarkus-app");
    this.folder = target.resolve("image");
  }

  /// Begins anew with what the build has packaged.
  void copyPackage() {
    delete(folder);
    Shell.run("cp", "-a", packaged.toString(), folder.toString());
  }

  /// Whether the image was made, to its end, of what is packaged now and for this Java.
  public boolean isFresh() {
    try {
      return Files.exists(stamp()) && Files.readString(stamp()).equals(content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stampAsMade() {
    try {
      Files.writeString(stamp(), content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path stamp() {
    return folder.resolveSibling("image-made-of");
  }

  private String content() throws IOException {
    try (Stream<Path> files = Files.walk(packaged)) {
      return System.getProperty("java.vm.version")
          + files
              .filter(Files::isRegularFile)
              .sorted()
              .map(file -> "\n" + packaged.relativize(file) + " " + time(file))
              .collect(Collectors.joining());
    }
  }

  private static String time(Path file) {
    try {
      return Files.size(file) + " " + Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      Home.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  /// @param to where nothing stays that was there
  static void linkRuntime(Path to) {
    delete(to);
    Shell.run(
        Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
        "--add-modules",
        MODULES,
        "--strip-debug",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        to.toString());
  }

  void copyRuntime(Path linked) {
    Shell.run("cp", "-a", linked.toString(), folder.resolve("jre").toString());
  }

  /// A cache knows its jars by their times, to the second; builders of images keep them to the
  /// second too, and some round up. Of whole seconds all make the same. To be called before the
  /// cache is.
  void useWholeSeconds() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        long seconds = Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
        Files.setLastModifiedTime(file, FileTime.from(seconds, TimeUnit.SECONDS));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes at its end what it has done. A machine that trains beside other work may make a
  /// connection to the database wait.
  Program recording() {
    return program(
        "-XX:AOTMode=record",
        "-XX:AOTConfiguration=" + recorded(),
        "-Dquarkus.datasource.jdbc.acquisition-timeout=1M");
  }

  /// Makes the cache of what was recorded.
  void makeCache() {
    Shell.run(
        java().toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-XX:AOTMode=create",
        "-XX:AOTConfiguration=" + recorded(),
        "-XX:AOTCache=" + cache(),
        "-jar",
        jar().toString());
    delete(recorded());
  }

  /// With the cache, or not at all: a cache that does not fit ends the start.
  public Program program() {
    return program("-XX:AOTMode=on", "-XX:AOTCache=" + cache());
  }

  private Program program(String... flags) {
    return new Program(java(), jar(), List.of(flags));
  }

  private Path java() {
    return folder.resolve("jre/bin/java");
  }

  private Path jar() {
    return folder.resolve("quarkus-run.jar");
  }

  private Path recorded() {
    return folder.resolve("app.aotconf");
  }

  private Path cache() {
    return folder.resolve("app.aot");
  }

  /// All of it, which the image adds to its base.
  public double megabytes() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum()
          / 1e6;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
