package dev.giftwarden.kubernetes.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.kubernetes.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// A pod that runs: one process with an address of its own.
record Pod(Manifest workload, String name, String address, Path log, Process process) {

  boolean isReady() {
    return answers("readinessProbe");
  }

  /// Asks as the kubelet does: over HTTPS, whatever the certificate, on the port of the probe.
  boolean answers(String probe) {
    JsonNode get = workload.podSpec().at("/containers/0/" + probe + "/httpGet");
    String url =
        "%s://%s:%d%s"
            .formatted(
                get.path("scheme").asText().toLowerCase(Locale.ROOT),
                address,
                port(get.path("port").asText()),
                get.path("path").asText());
    return process.isAlive()
        && Curl.run(List.of("--insecure", "--max-time", "2", "--output", "/dev/null", url)).status()
            == 200;
  }

  int port(String name) {
    return workload
        .podSpec()
        .at("/containers/0/ports")
        .valueStream()
        .filter(port -> port.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .path("containerPort")
        .asInt();
  }

  /// Its exit code.
  int end(Duration limit) {
    if (!endsWithin(limit)) {
      process.destroyForcibly();
      throw new AssertionError(name + " does not end:\n" + said());
    }
    return process.exitValue();
  }

  boolean endsWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// As a lost node would: without a word.
  void kill() {
    process.destroyForcibly();
    var _ = end(Duration.ofSeconds(30));
  }

  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
