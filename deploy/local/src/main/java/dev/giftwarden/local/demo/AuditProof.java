package dev.giftwarden.local.demo;

import dev.giftwarden.certs.Pki;
import dev.giftwarden.local.stack.Failure;
import dev.giftwarden.local.stack.Home;
import dev.giftwarden.local.stack.Ports;
import dev.giftwarden.local.stack.Service;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Takes the log out of the service and has it verified from the files alone; then changes one
/// byte.
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
    Home.delete(folder);
    shown.chapter("Anyone can verify the log, offline");
    run(0, "export", folder.toString());
    run(0, "verify", folder.toString(), "--key", verifier());

    shown.chapter("One byte changed: the log is refused, by index");
    flip(folder.resolve("entries"));
    run(1, "verify", folder.toString(), "--key", verifier());
  }

  /// Known beforehand: the copy of the key in the folder proves nothing about who wrote the log.
  private String verifier() {
    return Pki.open(home.pki(), InstantSource.system()).checkpointVerifier().toString();
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
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("GIFTWARDEN_DATABASE_ADDRESS", "localhost:" + ports.database());
    environment.put("GIFTWARDEN_DATABASE_FOLDER", home.roles(Service.AUDIT).toString());
    Process process = builder.start();
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
