package dev.giftwarden.auth.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.certs.Pki;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("C1 the folder of the partners' CA")
class PartnerCaBeansTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;

  @Test
  @DisplayName("a folder that is not there or not whole stops the start with one line")
  void brokenFolder() throws IOException {
    Path partners = folder.resolve("partners");
    refused(partners);
    Pki pki = Pki.init(folder.resolve("pki"), CLOCK);
    pki.handOverPartnerCa(partners);
    assertThat(PartnerCaBeans.partnerCa(() -> partners, CLOCK).fault()).isEmpty();

    Files.writeString(partners.resolve("tls.crt"), "nothing");
    refused(partners);
    pki.issueOperator("else", partners);
    refused(partners);
  }

  private static void refused(Path partners) {
    assertThatThrownBy(() -> PartnerCaBeans.partnerCa(() -> partners, CLOCK))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("refusing to start: " + partners + ": ")
        .hasNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  @DisplayName("a CA that takes its place is used at once, a broken one is not")
  void reload() throws IOException {
    Path partners = folder.resolve("partners");
    Pki.init(folder.resolve("pki"), CLOCK).handOverPartnerCa(partners);
    var ca = PartnerCaBeans.partnerCa(() -> partners, CLOCK);
    var first = ca.certificate();
    assertThat(ca.reload()).isFalse();

    Pki.init(folder.resolve("other"), CLOCK).handOverPartnerCa(partners);
    assertThat(ca.reload()).isTrue();
    var second = ca.certificate();
    assertThat(second).isNotEqualTo(first);

    Files.writeString(partners.resolve("tls.key"), "nothing");
    assertThat(ca.reload()).isFalse();
    assertThat(ca.fault()).isPresent();
    assertThat(ca.certificate()).isEqualTo(second);
  }
}
