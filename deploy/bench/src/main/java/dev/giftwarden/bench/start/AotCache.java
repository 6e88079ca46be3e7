package dev.giftwarden.bench.start;

import dev.giftwarden.bench.load.Shell;
import dev.giftwarden.local.stack.Program;
import dev.giftwarden.local.stack.Replica;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A service in Quarkus's flat packaging, with the virtual machine's ahead-of-time cache: classes
/// loaded and linked, and the profiles of a run of training (JEP 483, 515).
final class AotCache {

  private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(5);

  private final Path jar;
  private final Path recorded;
  private final Path cache;

  AotCache(Path project, Service service) {
    Path folder = project.resolve(service.folderName()).resolve("target/aot");
    this.jar = folder.resolve("quarkus-run.jar");
    this.recorded = folder.resolve("app.aotconf");
    this.cache = folder.resolve("app.aot");
  }

  /// Packages the three services a second time, beside the packaging that everything else runs.
  static void build(Path project) {
    String modules =
        Arrays.stream(Service.values()).map(Service::folderName).collect(Collectors.joining(","));
    Shell.run(
        project.resolve("mvnw").toString(),
        "-q",
        "-B",
        "-f",
        project.resolve("pom.xml").toString(),
        "-pl",
        modules,
        "-am",
        "-DskipTests",
        "-Dspotless.check.skip=true",
        "-Dquarkus.package.jar.type=aot-jar",
        "-Dquarkus.package.output-directory=aot",
        "package");
  }

  /// Starts `replica`, has it do `work`, and makes the cache of what it did.
  void train(Replica replica, Runnable work) {
    replica.start(
        new Program(jar, List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded)));
    replica.awaitReady();
    work.run();
    end(replica);
    Shell.run(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "-XX:AOTMode=create",
        "-XX:AOTConfiguration=" + recorded,
        "-XX:AOTCache=" + cache,
        "-jar",
        jar.toString());
  }

  /// As an operator would, but with the time that writing the record takes.
  private static void end(Replica replica) {
    var process = ProcessHandle.of(replica.pid()).orElseThrow();
    process.destroy();
    process.onExit().orTimeout(WRITTEN_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
    replica.stop();
  }

  /// With the cache, or not at all: a cache that does not fit ends the start.
  Program program() {
    return new Program(jar, List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache));
  }

  double megabytes() {
    try {
      return Files.size(cache) / 1e6;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
