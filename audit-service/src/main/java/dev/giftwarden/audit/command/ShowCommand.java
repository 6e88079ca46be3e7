package dev.giftwarden.audit.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.audit.client.bundle.BundleVerifier;
import dev.giftwarden.audit.client.bundle.Verdict;
import dev.giftwarden.audit.client.event.EventCodec;
import dev.giftwarden.audit.client.event.LogEntry;
import dev.giftwarden.audit.client.event.RecordedEvent;
import dev.giftwarden.audit.reading.EventView;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Reads an exported folder to a person or a script, and nothing out of one that does not verify.
@Command(
    name = "show",
    description = {
      "Print the events of an exported log, a line of JSON each, after checking it.",
      "Exit status 0: all printed; 1: the folder does not verify, and nothing was printed."
    },
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(paramLabel = "DIR", description = "What `export` made.")
  Path folder;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "Only this action, such as key.revoke.")
  @Nullable String action;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only what happened at or after it, such as 2026-11-29T03:00:00Z.")
  @Nullable String since;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Instant from = from();
    Verdict verdict = new BundleVerifier(folder, Optional.empty(), Optional.empty()).verify();
    if (!(verdict instanceof Verdict.Good(long size, var _))) {
      spec.commandLine()
          .getErr()
          .printf("show: not a log to believe; run audit-service/run verify %s%n", folder);
      return 1;
    }
    try (var entries = open("entries");
        var events = open("events")) {
      for (long index = 0; index < size; index++) {
        show(index, entries.readNBytes(LogEntry.LENGTH), events, from);
      }
    }
    return 0;
  }

  /// Not left to picocli, which finds `Instant.parse` by reflection.
  private Instant from() {
    try {
      return since == null ? Instant.MIN : Instant.parse(since);
    } catch (DateTimeParseException _) {
      throw new ParameterException(
          spec.commandLine(), "--since: not a time such as 2026-11-29T03:00:00Z: " + since);
    }
  }

  private void show(long index, byte[] entry, DataInputStream events, Instant from)
      throws IOException {
    events.skipNBytes(Long.BYTES);
    byte[] salt = events.readNBytes(LogEntry.SALT_LENGTH);
    RecordedEvent recorded = EventCodec.decode(events.readNBytes(events.readInt()));
    if (isWanted(recorded, from)) {
      EventView view = EventView.of(index, entry, salt, recorded);
      spec.commandLine().getOut().println(JSON.writeValueAsString(view));
    }
  }

  private boolean isWanted(RecordedEvent recorded, Instant from) {
    return (action == null || recorded.event().action().equals(action))
        && !recorded.event().time().isBefore(from);
  }

  private DataInputStream open(String name) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(folder.resolve(name))));
  }
}
