package dev.giftwarden.local.stack;

import dev.giftwarden.database.Postmaster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a run left behind that was killed before it could stop its processes.
public final class Orphans {

  private static final Pattern RECORD =
      Pattern.compile(
          Stream.of(Service.values()).map(Service::id).collect(Collectors.joining("|", "(", ")"))
              + "(-\\d+)?");

  private Orphans() {}

  /// Stops them all, the services before their database.
  ///
  /// @return what was stopped, for people
  public static List<String> stop(Home home) {
    List<String> stopped = new ArrayList<>();
    for (String replica : replicas(home)) {
      ProcessRecord record = new ProcessRecord(home.records().resolve(replica));
      Optional<ProcessHandle> orphan = record.running();
      orphan.ifPresent(process -> {
        Replica.end(process);
        stopped.add(replica + " (process " + process.pid() + ")");
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

  /// Their records are the files named as [Replica.Seat] names replicas.
  private static List<String> replicas(Home home) {
    if (Files.notExists(home.records())) {
      return List.of();
    }
    try (Stream<Path> records = Files.list(home.records())) {
      return records
          .filter(Files::isRegularFile)
          .map(record -> record.getFileName().toString())
          .filter(RECORD.asMatchPredicate())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
