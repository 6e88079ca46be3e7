package dev.giftwarden.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.database.testing.FreePorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  /// So many that three who do not know of each other would meet.
  private static final int EACH = 1000;

  /// What each of the other processes runs.
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws IOException {
      System.out.println(many());
      var _ = System.in.read(); // what ends gives its ports back
    }
  }

  private static List<Integer> many() {
    return Stream.generate(() -> FreePorts.find(50))
        .limit(EACH / 50)
        .flatMap(List::stream)
        .toList();
  }

  @Test
  @DisplayName("processes that live at the same time are never told the same port")
  void differ() throws IOException {
    List<Process> others = new ArrayList<>();
    try {
      List<Integer> all = new ArrayList<>(many());
      for (int i = 0; i < 2; i++) {
        others.add(other());
      }
      for (Process other : others) {
        String told = other.inputReader(StandardCharsets.US_ASCII).readLine();
        Stream.of(told.replaceAll("[\\[ \\]]", "").split(",", -1))
            .map(Integer::valueOf)
            .forEach(all::add);
      }
      all.addAll(many());
      assertThat(new HashSet<>(all)).hasSize(4 * EACH).hasSameSizeAs(all);
      assertThat(all).allMatch(port -> port >= 15_000 && port < 32_000);
    } finally {
      others.forEach(Process::destroyForcibly);
    }
  }

  private static Process other() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
