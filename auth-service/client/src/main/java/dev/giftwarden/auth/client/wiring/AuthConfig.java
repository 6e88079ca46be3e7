package dev.giftwarden.auth.client.wiring;

import io.smallrye.config.ConfigMapping;

/// Whose tokens count.
@ConfigMapping(prefix = "giftwarden.auth")
public interface AuthConfig {
  /// The `iss` of every token, compared letter by letter: `https://localhost:8441`.
  String issuer();
}
