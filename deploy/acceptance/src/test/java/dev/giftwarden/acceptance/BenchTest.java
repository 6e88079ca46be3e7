package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The measurements run and say what they promise. How fast anything is, a busy machine cannot say.
class BenchTest {
  private static final Duration LIMIT = Duration.ofMinutes(6);

  @Test
  @DisplayName("Z12 deploy/bench/run lists its names with a line each")
  void listsItsNames() {
    String help = bench("--help").succeeded();
    assertThat(help.lines().map(String::strip))
        .anyMatch(line -> line.startsWith("token "))
        .anyMatch(line -> line.startsWith("gift "))
        .anyMatch(line -> line.startsWith("batch "))
        .anyMatch(line -> line.startsWith("revocation "))
        .anyMatch(line -> line.startsWith("handshake "))
        .anyMatch(line -> line.startsWith("rotation "))
        .anyMatch(line -> line.startsWith("soak "))
        .anyMatch(line -> line.startsWith("start "));
  }

  @Test
  @DisplayName("Z12 a name that does not exist is refused in one line")
  void refusesUnknownNames() {
    Command ran = bench("nothing");
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.output().lines()).singleElement().asString().contains("revocation");
  }

  @Test
  @DisplayName("Z12 a short run writes one flat object, from a durable database")
  void writesItsFigures(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("figures.json");
    String printed = bench("revocation", "--short", "--json", json.toString()).succeeded();
    assertThat(printed).contains("fsync: on", "synchronous_commit: on", "cores busy");
    JsonNode figures = new ObjectMapper().readTree(Files.readString(json));
    assertThat(figures.get("repetitions").asInt()).isEqualTo(20);
    assertThat(figures.get("accepted_after_bound").asInt()).isZero();
    for (String key : new String[] {"p50_ms", "p99_ms", "max_ms"}) {
      assertThat(figures.get(key).isNumber()).as(key).isTrue();
    }
    assertThat(figures.properties()).allMatch(figure -> figure.getValue().isValueNode());
  }

  private static Command bench(String... arguments) {
    String[] line = new String[arguments.length + 1];
    line[0] = Repository.ROOT.resolve("deploy/bench/run").toString();
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    return Command.run(Repository.ROOT, LIMIT, Map.of(), line);
  }
}
