package dev.giftwarden.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A file that says which process runs something: its number and when it started. A number alone
/// would be taken for somebody else's process after a restart of the machine, and that would be
/// stopped.
final class ProcessRecord {

  /// Linux tells starts relative to a boot time that it computes anew, to the second, for every
  /// reader.
  private static final Duration START_TOLERANCE = Duration.ofSeconds(3);

  private final Path file;

  ProcessRecord(Path file) {
    this.file = file;
  }

  void write(ProcessHandle process) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, process.pid() + " " + startOf(process));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The recorded process, if it still runs.
  Optional<ProcessHandle> running() {
    try {
      String[] recorded = Files.readString(file).split(" ", 2);
      Instant start = Instant.parse(recorded[1]);
      return ProcessHandle.of(Long.parseLong(recorded[0]))
          .filter(ProcessHandle::isAlive)
          .filter(process -> isAbout(startOf(process), start));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAbout(Instant actual, Instant recorded) {
    return Duration.between(actual, recorded).abs().compareTo(START_TOLERANCE) < 0;
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}
