package dev.giftwarden.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Rules, dashboard and `deploy/README.md` speak of the same metrics and the same alerts; that the
/// services have exactly the documented metrics is tested where they run.
class WatchingTest {
  private static final Pattern OURS = Pattern.compile("giftwarden_[a-z_]+");
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(giftwarden_[a-z_]+)` \\|");
  private static final Pattern ALERTS = Pattern.compile("(?m)^\\| (Giftwarden\\w+(?:, \\w+)*) \\|");

  @Test
  @DisplayName("Z9 every metric that rules and dashboard ask for is one that the services have")
  void asksForWhatExists() throws IOException {
    Set<String> documented = all(DOCUMENTED, readme()).collect(Collectors.toSet());
    assertThat(documented).hasSizeGreaterThan(10);
    Set<String> asked = new TreeSet<>();
    rules().forEach(rule -> all(OURS, rule.path("expr").asText()).forEach(asked::add));
    panels().forEach(expression -> all(OURS, expression).forEach(asked::add));
    assertThat(asked).hasSizeGreaterThan(10);
    assertThat(documented).containsAll(asked);
  }

  @Test
  @DisplayName("Z9 every alert says what to do first, and has its row in deploy/README.md")
  void alertsAreExplained() throws IOException {
    Set<String> alerts =
        rules().map(rule -> rule.path("alert").asText()).collect(Collectors.toSet());
    assertThat(alerts).hasSizeGreaterThan(10);
    assertThat(rules()).allMatch(rule -> rule.at("/annotations/runbook").asText().length() > 20);
    assertThat(all(ALERTS, readme()).flatMap(names -> Stream.of(names.split(", "))))
        .containsExactlyInAnyOrderElementsOf(alerts);
  }

  private static Stream<JsonNode> rules() {
    return Overlays.rendered("production")
        .of("PrometheusRule")
        .flatMap(rule -> rule.at("/spec/groups").valueStream())
        .flatMap(group -> group.path("rules").valueStream());
  }

  private static List<String> panels() {
    String dashboard =
        Overlays.rendered("production")
            .find("ConfigMap", "giftwarden-auth", "giftwarden-dashboard")
            .orElseThrow()
            .text("/data/giftwarden.json");
    return Manifests.parse(dashboard).all().getFirst().json().findValuesAsText("expr");
  }

  private static Stream<String> all(Pattern pattern, String text) {
    int wanted = pattern.matcher("").groupCount(); // the only group, or the whole
    return pattern.matcher(text).results().map(hit -> hit.group(wanted));
  }

  private static String readme() throws IOException {
    return Files.readString(Overlays.ROOT.resolve("deploy/README.md"));
  }
}
