package dev.giftwarden.auth.client.wiring;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/// Whose tokens count.
@ConfigMapping(prefix = "giftwarden.auth")
public interface AuthConfig {
  /// The `iss` of every token, compared letter by letter: `https://localhost:8441`.
  String issuer();

  /// `host:port` of auth's internal port, as `quarkus.grpc.clients.auth.host` takes it over. Auth
  /// itself has none.
  Optional<String> address();
}
