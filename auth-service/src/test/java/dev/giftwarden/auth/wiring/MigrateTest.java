package dev.giftwarden.auth.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MigrateTest {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  private final StringWriter said = new StringWriter();

  @Test
  @DisplayName("the index names every migration there is")
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

  @Test
  @DisplayName("what Flyway finds by itself is what migrate takes from the index")
  void findsNothingNew() {
    TestDatabase database = TestDatabase.ofThisJvm();
    database.migrate(ServiceDatabase.AUTH);
    int status =
        new Main()
            .line()
            .setOut(new PrintWriter(said, true))
            .execute(
                "migrate",
                "--database=localhost:" + database.port(),
                "--certificates=" + database.roles());
    assertThat(said.toString())
        .matches(
            "The schema is up to date: \\d+ migrations, 0 of them new\\.\n"
                + "Next: auth-service/run serve\n");
    assertThat(status).isZero();
  }
}
