package dev.giftwarden.edge.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.testing.TestTime;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("E5 quotas as they are configured")
class QuotaConfigTest {
  private static QuotaConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(QuotaConfig.class)
        .withConverter(Duration.class, 200, new DurationConverter()) // as Quarkus has it
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build()
        .getConfigMapping(QuotaConfig.class);
  }

  private static Quotas start(Map<String, String> settings) {
    return new Quotas(config(settings), Caller.Partner::plan, new TestTime());
  }

  @ParameterizedTest(name = "E5 giftwarden.quota.{0}={1}")
  @CsvSource({
    "standard.per-key,       0",
    "standard.per-key,       1000000001",
    "standard.per-client,    -1",
    "standard.per-account,   0",
    "enterprise.per-key,     0",
    "enterprise.per-client,  0",
    "enterprise.per-account, 1000000001",
    "per-address,            0",
    "replicas,               0",
    "replicas,               1001",
    "window,                 0s",
    "window,                 PT1.5S",
    "window,                 61m",
  })
  @DisplayName("E5 that would shut everybody out, or have no end, stop the start in one line:")
  void refuses(String setting, String value) {
    assertThatThrownBy(() -> start(Map.of("giftwarden.quota." + setting, value)))
        .isInstanceOf(ConfigurationException.class)
        .hasNoCause()
        .hasMessageStartingWith("giftwarden.quota." + setting + " is ")
        .message()
        .doesNotContain("\n");
    assertThat(Quotas.class).as("made at the start").hasAnnotation(Startup.class);
  }

  @ParameterizedTest(name = "E5 giftwarden.quota.{0}={1}")
  @CsvSource({
    "standard.per-key,       1",
    "enterprise.per-account, 1000000000",
    "per-address,            1",
    "replicas,               1000",
    "window,                 1s",
    "window,                 1h",
  })
  @DisplayName("E5 are taken at their bounds:")
  void accepts(String setting, String value) {
    assertThat(start(Map.of("giftwarden.quota." + setting, value))).isNotNull();
  }

  @Test
  @DisplayName("E5 need not be configured at all")
  void defaults() {
    assertThat(start(Map.of())).isNotNull();
    assertThat(config(Map.of()).enterprise().perAccount()).isEqualTo(150_000);
  }
}
