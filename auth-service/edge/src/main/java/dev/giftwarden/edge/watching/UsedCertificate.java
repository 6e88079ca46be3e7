package dev.giftwarden.edge.watching;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// A certificate that this process uses now. Every service has those of its listeners and of its
/// database roles; a service that uses more has a bean for each.
///
/// @param name in metrics and readiness
/// @param current empty: its file cannot be read
/// @param fault why it is not the one that is mounted
public record UsedCertificate(
    String name, Supplier<Optional<X509Certificate>> current, Supplier<Optional<String>> fault) {

  /// Renewal comes at half of a life; where less than this is left, nobody renews.
  static final double LITTLE = 0.2;

  Optional<Instant> notAfter() {
    return current.get().map(certificate -> certificate.getNotAfter().toInstant());
  }

  /// The share of its life that is left: 1 at its beginning, 0 and less from its end on.
  Optional<Double> lifeLeft(Instant now) {
    return current
        .get()
        .map(certificate -> {
          Instant end = certificate.getNotAfter().toInstant();
          var life = Duration.between(certificate.getNotBefore().toInstant(), end);
          return (double) Duration.between(now, end).toMillis() / life.toMillis();
        });
  }
}
