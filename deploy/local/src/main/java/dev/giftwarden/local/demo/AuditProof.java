package dev.giftwarden.local.demo;

import dev.giftwarden.certs.Pki;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.local.stack.Shell;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;

/// Takes the log out of the service and has it verified from the files alone; then changes one
/// byte. A shell runs each command as it is shown, so that whoever pastes it gets the same.
final class AuditProof {

  /// In the middle of the second entry of 41 bytes.
  private static final long SOME_BYTE = 41 + 20;

  private final Home home;
  private final Ports ports;
  private final Shown shown;

  AuditProof(Home home, Ports ports, Shown shown) {
    this.home = home;
    this.ports = ports;
    this.shown = shown;
  }

  void exportAndVerify() throws IOException {
    Path folder = home.demo().resolve("exported-log");
    String log = Shell.quoted(folder);
    String audit = Shell.quoted(home.project().resolve("audit-service/run"));
    String verify = "%s verify %s --key %s".formatted(audit, log, Shell.quoted(verifier()));

    shown.chapter("Anyone can verify the log, offline");
    run(0, "rm -rf " + log);
    run(0, "%s export %s %s".formatted(audit, log, database()));
    run(0, verify);

    shown.chapter("One byte changed: the log is refused, by index");
    run(0, change(folder.resolve("entries")));
    run(1, verify);
  }

  private String database() {
    return "--database localhost:%d --certificates %s"
        .formatted(ports.database(), Shell.quoted(home.roles(Service.AUDIT)));
  }

  /// Known beforehand: the copy of the key in the folder proves nothing about who wrote the log.
  private Path verifier() {
    return Pki.open(home.pki(), InstantSource.system()).checkpointVerifier();
  }

  /// A command that writes another byte than the one that is there.
  private static String change(Path file) throws IOException {
    try (RandomAccessFile entries = new RandomAccessFile(file.toFile(), "r")) {
      entries.seek(SOME_BYTE);
      return "printf '\\%03o' | dd of=%s bs=1 seek=%d conv=notrunc status=none"
          .formatted(entries.read() ^ 1, Shell.quoted(file), SOME_BYTE);
    }
  }

  private void run(int expected, String command) throws IOException {
    shown.command(command);
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
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
