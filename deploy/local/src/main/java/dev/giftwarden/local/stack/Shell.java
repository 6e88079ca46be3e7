package dev.giftwarden.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Commands of the machine.
public final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=@%+,-]+");

  private Shell() {}

  /// @param line a command and its arguments
  /// @return what it printed
  /// @throws Failure where it fails
  public static String run(String... line) {
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new Failure(line[0] + " failed with " + status + ": " + printed.strip());
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  /// As one word of a shell, whatever is in it.
  public static String quoted(Object word) {
    String text = word.toString();
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /// @param hint how to get the command where it is not
  public static void require(String command, String hint) {
    try {
      run("sh", "-c", "command -v " + command);
    } catch (Failure e) {
      throw new Failure("needs " + command + ": " + hint, e);
    }
  }
}
