package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.acceptance.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README tells people to paste, pasted.
class ReadmeTest {
  private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

  /// Fails where an answer is not 2xx, asks again for the act that the log does not have yet, and
  /// keeps what was asked and answered.
  private static final String PATIENT_CURL =
      """
      set -euo pipefail
      curl() {
        for attempt in $(seq 40); do
          seen=$(mktemp "$SEEN/XXXXXX")
          printf '%s\\n' "$@" > "$seen.line"
          answer=$(command curl --dump-header "$seen.head" \\
            --fail-with-body --silent --show-error "$@") || return
          printf '%s' "$answer" > "$seen.body"
          case "$* $answer" in
            *action=gift.send*'"items":[]'*) sleep 0.5 ;;
            *) break ;;
          esac
        done
        printf '%s\\n' "$answer"
      }
      """;

  private static final House HOUSE = House.started();

  @Test
  @DisplayName("U1 the README's commands work as written")
  void commandsWork(@TempDir Path seen) throws IOException {
    String readme = Files.readString(Repository.ROOT.resolve("README.md"));
    String pasted =
        SHELL.matcher(readme).results().map(match -> match.group(1)).collect(Collectors.joining());
    assertThat(SHELL.matcher(readme).results().map(MatchResult::group)).hasSizeGreaterThan(4);
    String script = PATIENT_CURL + here(pasted);
    Command ran =
        Command.run(
            Repository.ROOT,
            Duration.ofMinutes(1),
            Map.of(
                "SEEN",
                seen.toString(),
                "GIFTWARDEN_DATABASE_ADDRESS",
                "localhost:" + HOUSE.ports().database(),
                "GIFTWARDEN_DATABASE_FOLDER",
                HOUSE.auditRoles().toString()),
            "bash",
            "-c",
            script);
    assertThat(ran.succeeded())
        .contains("\"masked\":true", "gift.send", "good: ", "giftwarden.example/audit");
    assertThat(held(seen)).isGreaterThan(4);
  }

  /// How many answers there were, each as its document says.
  private static int held(Path seen) throws IOException {
    List<Path> lines;
    try (Stream<Path> files = Files.list(seen)) {
      lines = files.filter(file -> file.toString().endsWith(".line")).toList();
    }
    for (Path line : lines) {
      String call = line.toString().replaceFirst("line$", "");
      String answer =
          Files.readString(Path.of(call + "head")) + Files.readString(Path.of(call + "body"));
      HOUSE.hold(Reply.parse(answer), Files.readAllLines(line).toArray(String[]::new));
    }
    return lines.size();
  }

  /// On this house's ports and folders instead of the standard ones.
  private static String here(String commands) throws IOException {
    Path log = Files.createTempDirectory("readme").resolve("log");
    return commands
        .replace("https://localhost:8441", HOUSE.auth)
        .replace("https://localhost:8442", HOUSE.gift)
        .replace("https://localhost:8443", HOUSE.audit)
        .replace("cd .local/", "cd " + HOUSE.home().folder() + "/")
        .replace("../../../audit-service/run", Repository.ROOT + "/audit-service/run")
        .replace("/tmp/log", log.toString());
  }
}
