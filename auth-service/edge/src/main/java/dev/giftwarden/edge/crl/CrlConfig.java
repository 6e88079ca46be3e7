package dev.giftwarden.edge.crl;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// What a service goes by while it has no trust feed.
@ConfigMapping(prefix = "giftwarden.crl")
public interface CrlConfig {
  /// A file with what `/crl/partners.crl` of auth serves, DER or PEM, that somebody keeps fresh.
  /// Without it no partner's certificate is accepted while there is no feed. Not for auth, which
  /// asks its database.
  Optional<Path> partners();
}
