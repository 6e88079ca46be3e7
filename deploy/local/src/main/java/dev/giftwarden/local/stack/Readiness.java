package dev.giftwarden.local.stack;

import dev.giftwarden.local.http.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Asks a service on its management port whether it is ready: it is not without its database, its
/// gRPC server, or the trust feed.
public final class Readiness {

  private final Path credentials;

  /// @param credentials whose `ca.crt` the service must chain to
  public Readiness(Path credentials) {
    this.credentials = credentials;
  }

  public enum State {
    READY,
    /// It answers, and says that something is missing.
    NOT_READY,
    SILENT
  }

  public State of(Service service, Ports.Of ports) {
    String url = "https://localhost:%d/q/health/ready".formatted(ports.management());
    try (Caller caller = Caller.withoutCertificate(credentials, service.id())) {
      boolean ready = caller.get(url, Map.of()).status() == 200;
      return ready ? State.READY : State.NOT_READY;
    } catch (IOException e) {
      return State.SILENT;
    }
  }
}
