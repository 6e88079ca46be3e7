package dev.giftwarden.acceptance.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program run to its end, with what it printed (standard error within the output) and its exit
/// code.
public record Command(List<String> line, int exit, String output) {

  public static Command run(
      Path folder, Duration limit, Map<String, String> environment, String... line) {
    try {
      Path output = Files.createTempFile("acceptance", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .directory(folder.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", line) + " ran longer than " + limit);
      }
      // Not readString: a protocol that is no text may be among what a program prints.
      String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      Files.delete(output);
      return new Command(List.of(line), process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static Command run(Path folder, String... line) {
    return run(folder, Duration.ofMinutes(1), Map.of(), line);
  }

  /// The output of a program that must succeed.
  public String succeeded() {
    if (exit != 0) {
      throw new AssertionError(String.join(" ", line) + " ended with " + exit + ":\n" + output);
    }
    return output;
  }
}
