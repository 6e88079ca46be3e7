package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How the project enters its databases, over every file that says it.
class DatabaseUrlsTest {
  private static final String QUIET = "logServerErrorDetail=false";
  private static final Pattern URL = Pattern.compile("jdbc:postgresql:[^\\s\"]*\"?");

  /// The application's own role; the workers' urls have a name between.
  private static final Pattern SERVING =
      Pattern.compile("(?m)^(?:%dev\\.)?quarkus\\.datasource\\.jdbc\\.url=(.*)$");

  @Test
  @DisplayName("P1 no driver quotes rows: neither by a url nor where code makes one")
  void noDriverQuotesRows() {
    assertThat(
            tracked(".properties", ".java", ".md", ".yaml", ".yml", ".sh")
                .filter(file -> !file.endsWith(Path.of("DatabaseUrlsTest.java")))
                .flatMap(file ->
                    URL.matcher(text(file))
                        .results()
                        .map(MatchResult::group)
                        .filter(url -> !url.contains(QUIET) && !isQuietedByCode(file))
                        .filter(url -> !isNeverConnectedTo(file))
                        .map(url -> file + ": " + url)))
        .isEmpty();
  }

  @Test
  @DisplayName("E1 every role that serves requests ends a statement that does not end")
  void everyServingRoleHasAnEnd() {
    List<String> urls =
        tracked("-service/src/main/resources/application.properties")
            .flatMap(file -> SERVING.matcher(text(file)).results().map(found -> found.group(1)))
            .toList();
    assertThat(urls).hasSize(6);
    assertThat(urls)
        .allMatch(url ->
            url.contains("&options=-c%20statement_timeout=8s%20-c%20transaction_timeout=10s&"));
  }

  private static Stream<Path> tracked(String... endings) {
    return SourceRulesTest.TRACKED.stream()
        .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith));
  }

  private static boolean isQuietedByCode(Path file) {
    return text(file).contains(".setLogServerErrorDetail(false)");
  }

  /// Texts that an answer must not hold, and a door that must stay shut.
  private static boolean isNeverConnectedTo(Path file) {
    return Stream.of("CatalogueTest.java", "DatabaseDoorsTest.java").anyMatch(file::endsWith);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
