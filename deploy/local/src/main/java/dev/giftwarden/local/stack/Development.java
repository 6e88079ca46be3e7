package dev.giftwarden.local.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A service in Quarkus's development mode, in the place of the packaged one: what is saved is
/// compiled and loaded at the next call.
public final class Development {

  private final Home home;

  public Development(Home home) {
    this.home = home;
  }

  /// In this terminal, until it is stopped there.
  ///
  /// @return the exit status
  public int run(Service service) throws IOException, InterruptedException {
    Path project = home.project();
    List<String> command =
        List.of(
            project.resolve("mvnw").toString(),
            "-T1", // its console is that of one module
            "-Dspotless.check.skip=true",
            "-DskipTests",
            "-Dquarkus.analytics.disabled=true",
            "-Dquarkus.build.skip=true",
            "package",
            "quarkus:dev",
            "-pl",
            service.folderName(),
            "-am");
    ProcessBuilder process = new ProcessBuilder(command).directory(project.toFile()).inheritIO();
    Map<String, String> environment = process.environment();
    Ports ports = home.ports();
    Certificates certificates = new Certificates(home, InstantSource.system());
    environment.putAll(new Launch(home, ports, certificates).configuration(service));
    Process started = process.start();
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroy));
    return started.waitFor();
  }
}
