package dev.giftwarden.local.stack;

import dev.giftwarden.database.Postmaster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a run left behind that was killed before it could stop its processes.
public final class Orphans {

  private Orphans() {}

  /// Stops them all, the services before their database.
  ///
  /// @return what was stopped, for people
  public static List<String> stop(Home home) {
    List<String> stopped = new ArrayList<>();
    for (Service service : Service.values()) {
      ProcessRecord record = ServiceProcess.record(home, service);
      Optional<ProcessHandle> orphan = record.running();
      orphan.ifPresent(process -> {
        ServiceProcess.end(process);
        stopped.add(service.folderName() + " (process " + process.pid() + ")");
      });
      record.remove();
    }
    Postmaster.of(home.postgres().resolve("data"))
        .ifPresent(postmaster -> {
          postmaster.stop();
          stopped.add("PostgreSQL (process " + postmaster.process().pid() + ")");
        });
    return stopped;
  }
}
