package dev.giftwarden.certs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.certs.ChainCheck.Accepted;
import dev.giftwarden.certs.ChainCheck.Outcome;
import dev.giftwarden.certs.ChainCheck.Use;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir static Path temp;
  static Pki pki;

  @BeforeAll
  static void makePki() {
    pki = Pki.init(temp.resolve("pki"), InstantSource.fixed(NOW));
  }

  @Test
  @DisplayName("C1 a partner's chain proves the partner")
  void acceptsPartner() throws IOException {
    X509Certificate leaf = pki.issuePartner("acme", "erp", temp.resolve("erp"));
    Outcome outcome = partners().check(chainIn(temp.resolve("erp")), NOW);
    assertThat(outcome).isEqualTo(new Accepted(PeerCertificate.of(leaf)));
    assertThat(PeerCertificate.of(leaf).id()).isEqualTo(new SpiffeId.Partner("acme", "erp"));
  }

  static ChainCheck partners() {
    return new ChainCheck(List.of(pki.root()), Set.of(Kind.PARTNER), Use.CLIENT);
  }

  static List<X509Certificate> chainIn(Path folder) throws IOException {
    return Pem.certificates(CredentialFolder.read(folder).certificate());
  }
}
