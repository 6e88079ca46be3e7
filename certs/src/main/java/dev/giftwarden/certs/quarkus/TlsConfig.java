package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.Kind;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/// Where a service finds its certificates, and whom its public listener serves.
@ConfigMapping(prefix = "giftwarden.tls")
public interface TlsConfig {
  /// The certificate of the internal gRPC port and of calls to other services.
  Path internalFolder();

  /// The certificate of the public HTTPS listener.
  Path publicFolder();

  /// Whose certificates the public listener accepts; others are refused in the handshake.
  Set<Kind> publicKinds();

  /// How often the folders are compared with what is in use.
  @WithDefault("1s")
  Duration reloadInterval();
}
