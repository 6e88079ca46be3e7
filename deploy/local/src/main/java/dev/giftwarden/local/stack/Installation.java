package dev.giftwarden.local.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Which `up` runs the installation of a folder: one at most.
public final class Installation {

  /// Three services at 15 s each in the worst case, and PostgreSQL.
  private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

  private final Home home;
  private final ProcessRecord record;

  public Installation(Home home) {
    this.home = home;
    this.record = new ProcessRecord(home.records().resolve("up"));
  }

  /// Makes this process the one that runs it.
  ///
  /// @throws Failure where another process runs it
  public void claim() {
    record
        .running()
        .ifPresent(other -> {
          throw new Failure(
              "already running (process %d); %s stops it"
                  .formatted(other.pid(), home.command("down")));
        });
    record.write(ProcessHandle.current());
  }

  public void release() {
    record.remove();
  }

  public Optional<ProcessHandle> running() {
    return record.running();
  }

  /// Ends the `up` that runs, and whatever a killed one left.
  ///
  /// @return what was stopped, for people
  public List<String> stop() {
    List<String> stopped = new ArrayList<>();
    running()
        .ifPresent(up -> {
          end(up);
          stopped.add("deploy/local/up (process " + up.pid() + ") and all it ran");
        });
    stopped.addAll(Orphans.stop(home));
    record.remove();
    return stopped;
  }

  private static void end(ProcessHandle up) {
    up.destroy();
    try {
      up.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new Failure("process " + up.pid() + " does not stop: kill -9 it, and try again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
