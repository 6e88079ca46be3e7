package dev.giftwarden.audit.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/// The service itself is started by picocli, by reflection.
class NativeCommandsTest {
  private static final String CONFIG =
      "/META-INF/native-image/picocli-generated/dev.giftwarden/%s/reflect-config.json";

  @Test
  @DisplayName("a native executable knows every command, serve and migrate too")
  void commandsAreRegistered() {
    assertThat(Stream.of("audit-service", "edge").flatMap(NativeCommandsTest::registered))
        .contains("picocli.CommandLine$AutoHelpMixin", Main.class.getName())
        .containsAll(commands().map(Class::getName).toList());
  }

  private static Stream<Class<?>> commands() {
    return Stream.of(Main.class.getAnnotation(Command.class).subcommands());
  }

  private static Stream<String> registered(String module) {
    URL config =
        Objects.requireNonNull(
            Main.class.getResource(CONFIG.formatted(module)), "none was generated");
    try {
      JsonNode registered = new ObjectMapper().readTree(config);
      return StreamSupport.stream(registered.spliterator(), false)
          .map(type -> type.path("name").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
