package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Rules over the text of what is tracked by git.
class SourceRulesTest {
  private static final String SERVED = "(certs|(auth|gift|audit)-service)/.*src/main/java/.*";

  static final List<Path> TRACKED =
      Command.run(Repository.ROOT, "git", "ls-files", "--cached", "--others", "--exclude-standard")
          .succeeded()
          .lines()
          .map(Repository.ROOT::resolve)
          .filter(Files::isRegularFile)
          .toList();

  @Test
  void noJavaFileIsLongerThan300LinesNorATestThan400() {
    assertThat(java().stream().filter(file -> lines(file).size() > longest(file))).isEmpty();
  }

  @Test
  void aSuppressionHasItsReasonBesideIt() {
    assertThat(java().stream().filter(SourceRulesTest::hasBareSuppression)).isEmpty();
  }

  /// A virtual thread that waits beneath a monitor keeps its carrier in a native executable, and a
  /// small machine has two: what waits takes a `ReentrantLock`. These wait for nothing, or on
  /// threads of the platform.
  @Test
  void nothingThatWaitsIsSynchronized() {
    assertThat(
            java().stream()
                .filter(file -> Repository.ROOT.relativize(file).toString().matches(SERVED))
                .filter(file -> anyLine(file, line -> line.matches(" *(\\w+ )*synchronized .*")))
                .map(file -> file.getFileName().toString()))
        .isSubsetOf(
            "AcceptedChains.java",
            "Lane.java",
            "LogBudget.java",
            "ReloadableKeyManager.java",
            "StrangerTally.java",
            "TlsFolder.java",
            "TlsReadiness.java",
            "TrustState.java");
  }

  @Test
  void noTestSleeps() {
    String call = "Thread" + ".sleep(";
    assertThat(
            java().stream()
                .filter(file -> file.toString().contains("/src/test/"))
                .filter(file -> anyLine(file, line -> line.contains(call))))
        .isEmpty();
  }

  @Test
  void noKeyMaterialIsTracked() {
    String marker = "PRIVATE KEY" + "-----";
    assertThat(TRACKED.stream().filter(file -> anyLine(file, line -> line.contains(marker))))
        .isEmpty();
  }

  /// A native executable has no folders to look into.
  @Test
  void anIndexNamesEveryMigrationBesideIt() {
    List<Path> indexes =
        TRACKED.stream().filter(file -> file.endsWith("index") && isOfDatabase(file)).toList();
    assertThat(indexes)
        .hasSize(4)
        .allSatisfy(index ->
            assertThat(lines(index))
                .containsExactlyElementsOf(
                    TRACKED.stream()
                        .filter(file -> file.startsWith(index.getParent()))
                        .map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".sql"))
                        .sorted()
                        .toList()));
  }

  /// A native executable holds what it is told to.
  @Test
  void aListNamesEveryFileBesideClasses() {
    String resources = "/src/main/resources/";
    List<String> files =
        TRACKED.stream()
            .filter(file -> !file.startsWith(Repository.ROOT.resolve("deploy")))
            .map(Path::toString)
            .filter(file -> file.contains(resources + "dev/"))
            .toList();
    assertThat(files)
        .hasSizeGreaterThan(1)
        .allSatisfy(file -> {
          String module = file.substring(0, file.indexOf(resources));
          String name = file.substring(module.length() + resources.length());
          assertThat(TRACKED)
              .filteredOn(list -> list.startsWith(module + resources + "META-INF/native-image"))
              .anyMatch(list -> anyLine(list, line -> line.contains(name)));
        });
  }

  private static boolean isOfDatabase(Path file) {
    return file.toString().contains("/src/main/resources/db/");
  }

  private static int longest(Path file) {
    return file.toString().contains("/src/test/") ? 400 : 300;
  }

  private static List<Path> java() {
    return TRACKED.stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  private static boolean hasBareSuppression(Path file) {
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      boolean reasoned = lines.get(i).contains("//") || (i > 0 && lines.get(i - 1).contains("//"));
      if (lines.get(i).strip().startsWith("@Suppress" + "Warnings") && !reasoned) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyLine(Path file, Predicate<String> wanted) {
    return lines(file).stream().anyMatch(wanted);
  }

  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
