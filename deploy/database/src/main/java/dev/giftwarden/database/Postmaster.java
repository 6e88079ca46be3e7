package dev.giftwarden.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// The main process of a server, found by the record that it keeps in its data directory. So a
/// server whose parent was killed can be found and stopped.
public final class Postmaster {

  /// The record holds whole seconds and is written a little after the process has started.
  private static final Duration START_TOLERANCE = Duration.ofSeconds(10);

  /// A fast shutdown writes a checkpoint first.
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final ProcessHandle process;

  private Postmaster(ProcessHandle process) {
    this.process = process;
  }

  /// The process that serves this data directory now. A record whose process is gone, or whose
  /// number belongs to a process that started at another time, is nobody.
  public static Optional<Postmaster> of(Path data) {
    List<String> lines = read(data.resolve("postmaster.pid"));
    if (lines.size() < 3) {
      return Optional.empty();
    }
    Instant started = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(process -> startedAt(process, started))
        .map(Postmaster::new);
  }

  private static boolean startedAt(ProcessHandle process, Instant recorded) {
    return process
        .info()
        .startInstant()
        .map(actual -> Duration.between(actual, recorded).abs().compareTo(START_TOLERANCE) < 0)
        .orElse(false);
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ProcessHandle process() {
    return process;
  }

  /// Ends its connections, writes everything down and stops; returns when it is gone.
  public void stop() {
    signal("INT");
    awaitEnd(process);
  }

  /// Ends it and all its processes at once, as a lost machine would; returns when they are gone.
  void kill9() {
    List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(Postmaster::awaitEnd);
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException(
          "PostgreSQL (process " + process.pid() + ") does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Java can send two signals only, and neither is what PostgreSQL understands by `HUP` and `INT`.
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
