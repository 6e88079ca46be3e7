package dev.giftwarden.audit.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IndexTest {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/outbox");

  @Test
  @DisplayName("the index names every migration of the outbox")
  void isComplete() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      assertThat(Files.readAllLines(MIGRATIONS.resolve("index")))
          .containsExactlyElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".sql"))
                  .sorted()
                  .toList());
    }
  }
}
