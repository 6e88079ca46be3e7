package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
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

  @TempDir private Path seen;
  @TempDir private Path folder;

  @Test
  @DisplayName("U1 the README's commands work as written")
  void commandsWork() throws IOException {
    String readme = Files.readString(Repository.ROOT.resolve("README.md"));
    String pasted = String.join("", blocks(readme));
    assertThat(SHELL.matcher(readme).results().map(MatchResult::group)).hasSizeGreaterThan(4);
    String script = PATIENT_CURL + here(pasted);
    Command ran = run(Repository.ROOT, script);
    assertThat(ran.succeeded())
        .contains(
            "\"masked\":true",
            "\"state\":\"claimed\"",
            "gift.send",
            "good: ",
            "giftwarden.example/audit");
    assertThat(held()).isGreaterThan(4);
  }

  @Test
  @DisplayName("M5 C10 U1 auth's commands for a first certificate and the next work as written")
  void enrolmentWorks() throws IOException {
    Partner partner = enrolment();
    String commands =
        enrolmentBlocks()
            .filter(block -> !block.contains("pki --"))
            .collect(Collectors.joining())
            .replace("accounts/acme/", "accounts/" + partner.account + "/");
    Command ran = run(folder, PATIENT_CURL + here(commands));
    assertThat(ran.succeeded()).contains("\"certificate_bound\":true");
    assertThat(folder.resolve("next.crt")).content().contains("BEGIN CERTIFICATE");
    assertThat(held()).isEqualTo(4);
  }

  @Test
  @DisplayName("C10 strongSwan's pki enrols and renews by EST, as written")
  void strongSwan() throws IOException {
    assumeTrue(
        Command.run(folder, "bash", "-c", "pki --help 2>&1").output().contains("--estca"),
        "strongSwan's pki is not installed");
    Partner partner = enrolment();
    String commands =
        enrolmentBlocks()
            .filter(block -> block.contains("pki --") || block.startsWith("CODE="))
            .collect(Collectors.joining())
            .replace("accounts/acme/", "accounts/" + partner.account + "/")
            .replace("acme/erp:", partner.account + "/erp:");
    Command ran = run(folder, PATIENT_CURL + here(commands));
    assertThat(ran.succeeded().split("Issued certificate is trusted", -1)).hasSize(3);
    for (String made : List.of("vpn.crt", "vpn-next.crt")) {
      assertThat(folder.resolve(made)).content().contains("BEGIN CERTIFICATE");
    }
  }

  /// An account of its own, and in the folder what the commands name.
  private Partner enrolment() throws IOException {
    Partner partner = Partner.enterprise(HOUSE, "by-readme");
    Files.copy(HOUSE.operator().certificate(), folder.resolve("operator.crt"));
    Files.copy(HOUSE.operator().key(), folder.resolve("operator.key"));
    Files.copy(HOUSE.root(), folder.resolve("ca.crt"));
    return partner;
  }

  private static Stream<String> enrolmentBlocks() throws IOException {
    String readme = Files.readString(Repository.ROOT.resolve("auth-service/README.md"));
    int begin = readme.indexOf("\n## Certificates\n");
    return blocks(readme.substring(begin, readme.indexOf("\n## ", begin + 1))).stream();
  }

  private static List<String> blocks(String page) {
    return SHELL.matcher(page).results().map(match -> match.group(1)).toList();
  }

  private Command run(Path where, String script) {
    return Command.run(
        where,
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
  }

  /// How many answers there were, each as its document says.
  private int held() throws IOException {
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
