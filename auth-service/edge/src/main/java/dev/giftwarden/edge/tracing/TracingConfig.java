package dev.giftwarden.edge.tracing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Whether requests are traced, and for whom.
@ConfigMapping(prefix = "giftwarden.tracing")
public interface TracingConfig {
  /// Where spans go, by OTLP over HTTPS: `https://collector.example:4318/v1/traces`. Without it
  /// nothing is traced, nothing is sent, and nothing of it runs.
  Optional<URI> endpoint();

  /// File of the certificates that vouch for the collector's. Needed with an endpoint: it is none
  /// of our services, and no other root is good for it.
  Optional<Path> roots();

  /// Which share of requests is traced, from 0 to 1. Decided once, at the edge that a request comes
  /// in by, for all services.
  @WithDefault("0.1")
  Double share();
}
