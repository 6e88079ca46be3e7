package dev.giftwarden.edge.watching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.certs.Pki;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("C5 a renewal that was missed is loud")
class UsedCertificatesTest {
  private static final Instant MADE = Instant.parse("2026-11-29T12:00:00Z");

  @TempDir Path folder;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  /// It lives a day, from a minute before noon.
  private X509Certificate certificate() {
    var pki = Pki.init(folder.resolve("pki"), InstantSource.fixed(MADE));
    return pki.issueService("gift", List.of("localhost"), folder.resolve("gift"));
  }

  private HealthCheckResponse at(String time, Optional<String> fault) {
    var certificate = certificate();
    var used = UsedCertificate.of("internal", () -> Optional.of(certificate), () -> fault);
    return new UsedCertificates(List.of(used), metrics, InstantSource.fixed(Instant.parse(time)))
        .call();
  }

  private double gauge(String name) {
    return metrics.get(name).tag("certificate", "internal").gauge().value();
  }

  @ParameterizedTest(name = "at {0} {1} of its life is left")
  @CsvSource({
    "2026-11-29T11:59:00Z, 1.0",
    "2026-11-29T23:59:00Z, 0.5",
    "2026-11-30T07:11:00Z, 0.2",
    "2026-11-30T11:59:00Z, 0.0",
  })
  void measuresWhatIsLeft(String time, double left) {
    var answer = at(time, Optional.empty());

    assertThat(gauge("giftwarden_certificate_life_left")).isEqualTo(left);
    assertThat(gauge("giftwarden_certificate_not_after_seconds"))
        .isEqualTo(MADE.minus(Duration.ofMinutes(1)).plus(Duration.ofDays(1)).getEpochSecond());
    assertThat(answer.getStatus()).isEqualTo(Status.UP);
    assertThat(answer.getData().isPresent()).isEqualTo(left < 0.2);
  }

  @Test
  void namesWhatNobodyHasRenewed() {
    var answer = at("2026-11-30T07:11:01Z", Optional.empty());

    assertThat(answer.getStatus()).isEqualTo(Status.UP);
    assertThat(answer.getData())
        .contains(Map.of("internal", "not renewed, and it ends at 2026-11-30T11:59:00Z"));
  }

  @Test
  void isUnreadyWithAnotherThanTheMountedOne() {
    var answer = at("2026-11-29T12:30:00Z", Optional.of("partners: tls.key is of another"));

    assertThat(answer.getStatus()).isEqualTo(Status.DOWN);
    assertThat(answer.getData()).contains(Map.of("internal", "partners: tls.key is of another"));
  }
}
