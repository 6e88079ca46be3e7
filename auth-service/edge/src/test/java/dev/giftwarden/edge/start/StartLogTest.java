package dev.giftwarden.edge.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StartLogTest {
  private final List<HealthCheck> checks = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final StartLog log = new StartLog(checks, said::add);
  private boolean signs;

  @Test
  @DisplayName("the log says once what a start waits for, and what it has in the end")
  void saysWhatIsAwaited() {
    checks.add(() -> HealthCheckResponse.up("tls"));
    checks.add(() ->
        HealthCheckResponse.named("signing-key")
            .status(signs)
            .withData("waits-for", "every live feed to acknowledge change 7")
            .build());
    assertThat(log.look()).isFalse();
    assertThat(log.look()).isFalse();
    signs = true;
    assertThat(log.look()).isTrue();
    assertThat(said)
        .containsExactly(
            "not ready yet, waits for: signing-key"
                + " (waits-for every live feed to acknowledge change 7)",
            "ready");
  }

  @Test
  @DisplayName("a check that fails is one that is waited for, and stops nothing")
  void survivesAFailingCheck() {
    checks.add(() -> {
      throw new IllegalStateException("no such bean");
    });
    checks.add(() -> HealthCheckResponse.down("trust-feed"));
    assertThat(log.look()).isFalse();
    assertThat(said).singleElement().asString().contains("no such bean", "trust-feed");
  }
}
