package dev.giftwarden.certs.quarkus;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResumptionTest {
  private static final String SWITCH = "jdk.tls.server.newSessionTicketCount";

  private final String asStarted = System.getProperty(SWITCH, "");

  @AfterEach
  void restore() {
    System.setProperty(SWITCH, asStarted);
  }

  @Test
  @DisplayName(
      "no listener opens in a JVM that could resume sessions, and the line says what to do")
  void refuses() {
    System.clearProperty(SWITCH);
    assertThatThrownBy(Resumption::requireOff)
        .isInstanceOf(ConfigurationException.class)
        .hasNoCause()
        .hasMessageContaining("-D" + SWITCH + "=0");
    System.setProperty(SWITCH, "1");
    assertThatThrownBy(Resumption::requireOff).isInstanceOf(ConfigurationException.class);
    System.setProperty(SWITCH, "0");
    assertThatCode(Resumption::requireOff).doesNotThrowAnyException();
  }
}
