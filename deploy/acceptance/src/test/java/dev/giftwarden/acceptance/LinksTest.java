package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Whoever follows a link from one page of the repository to another arrives.
class LinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
  private static final Pattern MODULE = Pattern.compile("<module>(.+)</module>");

  /// Blocks first: what is in one is neither a link nor a heading.
  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```$");

  private static final Pattern CODE = Pattern.compile("`[^`\\n]+`");

  private static final List<Path> PAGES =
      SourceRulesTest.TRACKED.stream().filter(file -> file.toString().endsWith(".md")).toList();

  @Test
  @DisplayName("U1 every link of a page leads to a file or a heading that is there")
  void linksArrive() {
    assertThat(PAGES).hasSizeGreaterThan(8);
    assertThat(PAGES.stream().flatMap(page -> broken(page, text(page)))).isEmpty();
  }

  @Test
  @DisplayName("U1 a link that leads nowhere is found, and code is no link")
  void findsWhatIsBroken() {
    String planted =
        """
        [gone](nowhere.md), [no heading](README.md#nothing), [none here](#nothing),
        [built](certs/target), [outside](../x), `[code](nowhere.md)`,
        [a file](LICENSE), [a folder](certs), [a heading](README.md#two-commands), [here](#a-b-c),
        [elsewhere](https://example.org/nowhere)
        ## A `b`, c
        ```
        [block](nowhere.md)
        ```
        """;
    assertThat(broken(Repository.ROOT.resolve("README.md"), planted).map(LinksTest::target))
        .containsExactly("nowhere.md", "README.md#nothing", "#nothing", "certs/target", "../x");
  }

  @Test
  void everyDecisionIsListedByItsModule() {
    assertThat(
            PAGES.stream()
                .filter(page -> page.resolveSibling("").endsWith("decisions"))
                .filter(page -> {
                  Path readme = page.resolveSibling("../README.md");
                  return !text(readme).contains("(decisions/" + page.getFileName() + ")");
                }))
        .isEmpty();
  }

  @Test
  void everyModuleIsInTheLayout() {
    String contributing = text(Repository.ROOT.resolve(".github/CONTRIBUTING.md"));
    assertThat(MODULE.matcher(text(Repository.ROOT.resolve("pom.xml"))).results())
        .isNotEmpty()
        .allSatisfy(module -> assertThat(contributing).contains("](../" + module.group(1) + ") |"));
  }

  private static Stream<String> broken(Path page, String text) {
    return LINK.matcher(CODE.matcher(BLOCK.matcher(text).replaceAll("")).replaceAll("code"))
        .results()
        .map(link -> link.group(1))
        .filter(target -> !ELSEWHERE.matcher(target).matches())
        .filter(target -> !arrives(page, text, target))
        .map(target -> Repository.ROOT.relativize(page) + " -> " + target);
  }

  private static boolean arrives(Path page, String text, String target) {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    if (hash < 0) {
      return SourceRulesTest.TRACKED.stream().anyMatch(tracked -> tracked.startsWith(file));
    }
    return PAGES.contains(file)
        && anchors(path.isEmpty() ? text : text(file)).contains(target.substring(hash + 1));
  }

  /// As GitHub names headings.
  private static Set<String> anchors(String page) {
    return HEADING
        .matcher(BLOCK.matcher(page).replaceAll(""))
        .results()
        .map(heading ->
            heading
                .group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String target(String broken) {
    return broken.substring(broken.indexOf("-> ") + 3);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
