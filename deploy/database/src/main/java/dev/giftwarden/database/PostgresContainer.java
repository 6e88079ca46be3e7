package dev.giftwarden.database;

import java.nio.file.Path;
import java.time.Duration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/// The PostgreSQL of [PostgresServer] in a container instead, for tests where a container engine
/// answers: the same configuration, the same doors. It ends with the JVM; Testcontainers sees to
/// that.
public final class PostgresContainer {

  /// The version of the embedded programs.
  private static final DockerImageName IMAGE = DockerImageName.parse("postgres:18.6");

  private static final int PORT = 5432;

  /// Time to fetch the image is not counted.
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private static final String FOLDER = "/giftwarden/";

  /// Not the image's own entry point: it makes a superuser with a password, or one that is trusted.
  /// The key is copied because PostgreSQL refuses one that others may read.
  private static final String START =
      """
      set -eu
      umask 077
      cp %1$stls.key /tmp/tls.key
      initdb --pgdata=/tmp/data --username=postgres --auth=reject --encoding=UTF8 \
        --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8
      cp %1$s*.conf /tmp/data/
      exec postgres -D /tmp/data
      """
          .formatted(FOLDER);

  private PostgresContainer() {}

  /// Whether an engine answers; a `docker` program alone proves nothing.
  public static boolean isPossible() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  /// Starts a server without data.
  ///
  /// @param server `tls.crt`, `tls.key` and `ca.crt` that the server shows and trusts
  /// @return the port on this machine where it listens
  public static int start(Path server) {
    ServerFiles.Place place =
        new ServerFiles.Place("*", "all", FOLDER + "tls.crt", "/tmp/tls.key", FOLDER + "ca.crt");
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withExposedPorts(PORT)
            .withCreateContainerCmdModifier(create -> create.withUser("postgres"))
            .withCopyToContainer(
                Transferable.of(ServerFiles.configuration(place)), FOLDER + "postgresql.conf")
            .withCopyToContainer(Transferable.of(ServerFiles.access(place)), FOLDER + "pg_hba.conf")
            .withCommand("sh", "-c", START)
            .withStartupTimeout(START_LIMIT)
            .waitingFor(Wait.forLogMessage(".*ready to accept connections.*", 1));
    for (String file : new String[] {"tls.crt", "tls.key", "ca.crt"}) {
      container.withCopyFileToContainer(
          MountableFile.forHostPath(server.resolve(file), 0644), FOLDER + file);
    }
    container.start();
    return container.getMappedPort(PORT);
  }
}
