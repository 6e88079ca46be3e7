package dev.giftwarden.auth.client.wiring;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/// Whose tokens count.
@ConfigMapping(prefix = "giftwarden.auth")
public interface AuthConfig {
  /// The `iss` of every token, compared letter by letter: `https://localhost:8441`.
  String issuer();

  /// Auth's internal port, `host:port`, for services that are not auth: where the gRPC client named
  /// `auth` goes (`quarkus.grpc.clients.auth.host=${giftwarden.auth.address}`).
  Optional<String> address();
}
