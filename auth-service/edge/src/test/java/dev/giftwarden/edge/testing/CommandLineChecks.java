package dev.giftwarden.edge.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.edge.service.ServiceCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/// What holds of the command line of every service; each has a test of its own that is one of
/// these.
public abstract class CommandLineChecks {
  private static final String CONFIG =
      "/META-INF/native-image/picocli-generated/dev.giftwarden/%s/reflect-config.json";

  private final ServiceCommand service;
  private final ServiceDatabase owned;

  protected CommandLineChecks(ServiceCommand service, ServiceDatabase owned) {
    this.service = service;
    this.owned = owned;
  }

  @Test
  @DisplayName("what Flyway finds by itself is what migrate takes from the index")
  void findsNothingNew() {
    TestDatabase database = TestDatabase.ofThisJvm();
    database.migrate(owned);
    StringWriter said = new StringWriter();
    int status =
        service
            .line()
            .setOut(new PrintWriter(said, true))
            .execute(
                "migrate",
                "--database=localhost:" + database.port(),
                "--certificates=" + database.roles());
    assertThat(said.toString())
        .matches(
            "The schema is up to date: \\d+ migrations, 0 of them new\\.\n"
                + "Next: %s-service/run serve\n".formatted(owned.id()));
    assertThat(status).isZero();
  }

  @Test
  @DisplayName("await-schema ends when the schema is there, as the role of the service")
  void endsWithTheSchema() {
    TestDatabase database = TestDatabase.ofThisJvm();
    database.migrate(owned);
    StringWriter said = new StringWriter();
    int status =
        service
            .line()
            .setOut(new PrintWriter(said, true))
            .execute(
                "await-schema",
                "--database=localhost:" + database.port(),
                "--certificates=" + database.roles());
    assertThat(said.toString()).isEqualTo("The schema is as new as this program.\n");
    assertThat(status).isZero();
  }

  /// The service itself is started by picocli, by reflection.
  @Test
  @DisplayName("a native executable knows every command, serve and migrate too")
  void commandsAreRegistered() {
    Class<?>[] commands = service.getClass().getAnnotation(Command.class).subcommands();
    assertThat(Stream.of(owned.id() + "-service", "edge").flatMap(this::registered))
        .contains("picocli.CommandLine$AutoHelpMixin", service.getClass().getName())
        .containsAll(Stream.of(commands).map(Class::getName).toList());
  }

  private Stream<String> registered(String module) {
    URL config =
        Objects.requireNonNull(
            service.getClass().getResource(CONFIG.formatted(module)), "none was generated");
    try {
      JsonNode registered = new ObjectMapper().readTree(config);
      return StreamSupport.stream(registered.spliterator(), false)
          .map(type -> type.path("name").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
