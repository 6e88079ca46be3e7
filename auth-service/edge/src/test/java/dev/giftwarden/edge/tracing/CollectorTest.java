package dev.giftwarden.edge.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.giftwarden.auth.client.testing.TestIdentities;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorTest {
  private static final String ROOT = TestIdentities.FOLDER.resolve("pki/root/ca.crt").toString();

  @ParameterizedTest(name = "Z9 refuses to start: {0}, {1}")
  @CsvSource({
    "http://collector.example:4318/v1/traces, root, an https URL",
    "http://localhost:4318/v1/traces, root, an https URL",
    "https:///v1/traces, root, an https URL",
    "https://localhost:4318/v1/traces, none, which vouch for the collector",
    "https://localhost:4318/v1/traces, missing, no certificates can be read"
  })
  void refuses(String endpoint, String roots, String why) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Collector.of(config(endpoint, roots), TestIdentities.GIFT::keyManager))
        .withMessageContaining(why);
  }

  @Test
  @DisplayName("Z9 an https URL and the roots that vouch for it will do")
  void takes() {
    var collector =
        Collector.of(
            config("https://localhost:4318/v1/traces", "root"), TestIdentities.GIFT::keyManager);
    assertThat(collector.shutdown().isSuccess()).isTrue();
  }

  private static TracingConfig config(String endpoint, String roots) {
    return new TracingConfig() {
      @Override
      public Optional<URI> endpoint() {
        return Optional.of(URI.create(endpoint));
      }

      @Override
      public Optional<Path> roots() {
        return roots.equals("none")
            ? Optional.empty()
            : Optional.of(Path.of(roots.equals("root") ? ROOT : "/nowhere"));
      }

      @Override
      public Double share() {
        return 1.0;
      }
    };
  }
}
