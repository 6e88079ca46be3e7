package dev.giftwarden.edge.watching;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// A certificate that this process uses now, or a list of revoked ones. Every service has those of
/// its listeners and of its database roles; a service that uses more has a bean for each.
///
/// @param name in metrics and readiness
/// @param life empty: its file cannot be read
/// @param fault why it is not the one that is mounted
public record UsedCertificate(
    String name, Supplier<Optional<Life>> life, Supplier<Optional<String>> fault) {

  /// Renewal comes at half of a life; where less than this is left, nobody renews.
  static final double LITTLE = 0.2;

  /// From when to when it is good.
  public record Life(Instant begins, Instant ends) {
    static Life of(X509Certificate certificate) {
      return new Life(
          certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    }

    double left(Instant now) {
      var whole = Duration.between(begins, ends);
      return (double) Duration.between(now, ends).toMillis() / whole.toMillis();
    }
  }

  /// @param current empty: its file cannot be read
  public static UsedCertificate of(
      String name, Supplier<Optional<X509Certificate>> current, Supplier<Optional<String>> fault) {
    return new UsedCertificate(name, () -> current.get().map(Life::of), fault);
  }

  Optional<Instant> notAfter() {
    return life.get().map(Life::ends);
  }

  /// The share of its life that is left: 1 at its beginning, 0 and less from its end on.
  Optional<Double> lifeLeft(Instant now) {
    return life.get().map(life -> life.left(now));
  }

  /// Says as metrics when it ends.
  public void meter(MeterRegistry metrics, InstantSource clock) {
    Gauge.builder(
            "giftwarden_certificate_not_after_seconds",
            () -> notAfter().map(Instant::getEpochSecond).map(Long::doubleValue).orElse(Double.NaN))
        .description("When the certificate in use ends, as Unix time")
        .tag("certificate", name)
        .register(metrics);
    Gauge.builder(
            "giftwarden_certificate_life_left", () -> lifeLeft(clock.instant()).orElse(Double.NaN))
        .description("The share of the life of the certificate in use that is left, 1 to 0")
        .tag("certificate", name)
        .register(metrics);
  }
}
