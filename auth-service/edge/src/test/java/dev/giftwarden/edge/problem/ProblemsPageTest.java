package dev.giftwarden.edge.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.refusal.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `PROBLEMS.md`, for callers, against what they are answered.
class ProblemsPageTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\d{3}) \\| `([a-z-]+)` \\| (.+) \\|$");

  @Test
  @DisplayName("E1 PROBLEMS.md has every problem, with its status and its hint, and no other")
  void pageIsTheCatalogue() throws IOException {
    assertThat(ROW.matcher(Files.readString(Path.of("PROBLEMS.md"))).results())
        .extracting(row -> row.group(1) + " " + row.group(2) + ": " + row.group(3))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemType.values())
                .map(type -> type.status() + " " + type.slug() + ": " + type.hint())
                .toList());
  }
}
