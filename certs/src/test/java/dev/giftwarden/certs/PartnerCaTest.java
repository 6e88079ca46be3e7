package dev.giftwarden.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("C1: the partners' issuing CA in auth")
class PartnerCaTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final URI CRL = URI.create("https://auth.giftwarden.example/crl/partners.crl");
  private static final SpiffeId.Partner ERP = new SpiffeId.Partner("acme", "erp");

  @TempDir Path folder;

  private Pki pki() {
    return Pki.init(folder.resolve("pki"), InstantSource.fixed(NOW));
  }

  private PartnerCa handedOver(Pki pki) {
    Path out = folder.resolve("partners");
    pki.handOverPartnerCa(out);
    return PartnerCa.open(out, InstantSource.fixed(NOW));
  }

  @Test
  void issuesWhatEveryListenerAccepts() {
    Pki pki = pki();
    var key = CertificateAuthority.newKey().getPublic();

    var chain = handedOver(pki).issue(ERP, key, Duration.ofDays(30), CRL);

    var check =
        new ChainCheck(List.of(pki.root()), Set.of(Kind.PARTNER), ChainCheck.Use.CLIENT)
            .check(chain, NOW);
    assertThat(check)
        .isInstanceOfSatisfying(
            ChainCheck.Accepted.class, accepted -> assertThat(accepted.peer().id()).isEqualTo(ERP));
    assertThat(chain.getFirst().getPublicKey()).isEqualTo(key);
    assertThat(chain.getFirst().getNotAfter().toInstant())
        .isEqualTo(NOW.minus(Duration.ofMinutes(1)).plus(Duration.ofDays(30)));
    byte[] point = chain.getFirst().getExtensionValue(Extension.cRLDistributionPoints.getId());
    assertThat(new String(point, StandardCharsets.ISO_8859_1)).contains(CRL.toString());
  }

  @Test
  void issuesForNinetyDaysAtMost() {
    PartnerCa ca = handedOver(pki());
    var key = CertificateAuthority.newKey().getPublic();

    assertThat(ca.issue(ERP, key, PartnerCa.LONGEST, CRL)).hasSize(2);
    for (var lifetime : List.of(PartnerCa.LONGEST.plusSeconds(1), Duration.ZERO)) {
      assertThatThrownBy(() -> ca.issue(ERP, key, lifetime, CRL))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesTheCaOfAnotherKind() {
    Pki pki = pki();
    Path wrong = folder.resolve("wrong");
    pki.issuePartner("acme", "erp", wrong);

    assertThatThrownBy(() -> PartnerCa.open(wrong, InstantSource.fixed(NOW)))
        .hasMessage(wrong + ": tls.crt is not the issuing CA of partners");
  }
}
