package dev.giftwarden.acceptance.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/// Where the project lies, whichever module's folder a test was started in.
public final class Repository {
  public static final Path ROOT = find();

  private Repository() {}

  private static Path find() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve("mvnw")))
        .findFirst()
        .orElseThrow();
  }
}
