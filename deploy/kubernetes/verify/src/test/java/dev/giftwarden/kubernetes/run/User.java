package dev.giftwarden.kubernetes.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whom a pod runs as.
///
/// @param prefix what changes to that user; empty: as oneself
/// @param group of the volumes' files; negative: one's own
record User(List<String> prefix, int group) {
  private static final User ONESELF = new User(List.of(), -1);

  /// @param read what that user must be able to read
  static User of(JsonNode context, Path read) {
    int group = context.path("fsGroup").asInt();
    List<String> prefix =
        List.of(
            "setpriv",
            "--reuid=" + context.path("runAsUser").asInt(),
            "--regid=" + context.path("runAsGroup").asInt(),
            "--groups=" + group,
            "--no-new-privs",
            "--bounding-set=-all",
            "--inh-caps=-all");
    List<String> trial = new ArrayList<>(prefix);
    trial.addAll(List.of("test", "-r", read.toString()));
    return succeeds(trial) ? new User(prefix, group) : ONESELF;
  }

  private static boolean succeeds(List<String> line) {
    try {
      return new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false; // no such program here
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// A process that is not root owns nothing of a volume: it reads it as a member of its group.
  void share(Path file) {
    if (group >= 0) {
      try {
        Files.setAttribute(file, "unix:gid", group);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
