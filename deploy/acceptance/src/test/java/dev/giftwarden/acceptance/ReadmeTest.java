package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the README tells people to paste, pasted.
class ReadmeTest {
  private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

  /// Fails where an answer is not 2xx, and asks again for the act that the log does not have yet.
  private static final String PATIENT_CURL =
      """
      set -euo pipefail
      curl() {
        for attempt in $(seq 40); do
          answer=$(command curl --fail-with-body --silent --show-error "$@") || return
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
  void commandsWork() throws IOException {
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
                "GIFTWARDEN_DATABASE_ADDRESS",
                "localhost:" + HOUSE.ports().database(),
                "GIFTWARDEN_DATABASE_FOLDER",
                HOUSE.auditRoles().toString()),
            "bash",
            "-c",
            script);
    assertThat(ran.succeeded())
        .contains("\"masked\":true", "gift.send", "good: ", "giftwarden.example/audit");
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
