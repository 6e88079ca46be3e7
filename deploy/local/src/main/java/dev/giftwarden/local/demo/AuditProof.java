package dev.giftwarden.local.demo;

import dev.giftwarden.local.Failure;
import dev.giftwarden.local.stack.Home;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Takes the log out of the service and has it verified from the files alone; then changes one
/// byte.
final class AuditProof {

  /// In the middle of the second entry of 41 bytes.
  private static final long SOME_BYTE = 41 + 20;

  private final Home home;
  private final Shown shown;

  AuditProof(Home home, Shown shown) {
    this.home = home;
    this.shown = shown;
  }

  void exportAndVerify() throws IOException {
    Path folder = home.demo().resolve("exported-log");
    Home.delete(folder);
    shown.chapter("Anyone can verify the log, offline");
    run(0, "export", folder.toString());
    run(0, "verify", folder.toString());

    shown.chapter("One byte changed: the log is refused, by index");
    flip(folder.resolve("entries"));
    run(1, "verify", folder.toString());
  }

  private static void flip(Path file) throws IOException {
    try (RandomAccessFile entries = new RandomAccessFile(file.toFile(), "rw")) {
      entries.seek(SOME_BYTE);
      int before = entries.read();
      entries.seek(SOME_BYTE);
      entries.write(before ^ 1);
    }
  }

  private void run(int expected, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.project().resolve("audit-service/run").toString());
    command.addAll(List.of(arguments));
    shown.command("audit-service/run " + String.join(" ", arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    shown.output(output);
    int code = exitCode(process);
    if (code != expected) {
      throw new Failure(
          "the story stops here: expected exit code %d, not %d".formatted(expected, code));
    }
  }

  private static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }
}
