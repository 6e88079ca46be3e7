package dev.giftwarden.acceptance.house;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/// Runs the scripts in `src/test/node` with the packages that its lock file names.
public final class Node {
  private static final Path FOLDER = Repository.ROOT.resolve("deploy/acceptance/src/test/node");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Node() {}

  public static JsonNode run(String script, Map<String, ?> options) {
    install();
    try {
      String argument = JSON.writeValueAsString(options);
      return JSON.readTree(Command.run(FOLDER, "node", script, argument).succeeded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A program of one of these packages, in the folder of the scripts.
  public static void tool(String... line) {
    install();
    String[] whole = new String[line.length + 2];
    whole[0] = "npx";
    whole[1] = "--no-install";
    System.arraycopy(line, 0, whole, 2, line.length);
    Command.run(FOLDER, Duration.ofMinutes(2), Map.of(), whole).succeeded();
  }

  /// By one of the processes that run tests of this module; the others wait for it.
  private static synchronized void install() {
    Path lock = Repository.ROOT.resolve("deploy/acceptance/target/npm.lock");
    try (var file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = file.lock()) {
      if (!isCurrent(FOLDER.resolve("node_modules/.package-lock.json"))) {
        Command.run(FOLDER, Duration.ofMinutes(5), Map.of(), "npm", "ci", "--no-fund", "--no-audit")
            .succeeded();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether what is installed is not older than the lock file.
  private static boolean isCurrent(Path installed) {
    try {
      return Files.exists(installed)
          && Files.getLastModifiedTime(installed)
                  .compareTo(Files.getLastModifiedTime(FOLDER.resolve("package-lock.json")))
              >= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
