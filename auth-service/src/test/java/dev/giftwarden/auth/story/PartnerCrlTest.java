package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.certs.PartnerCa;
import dev.giftwarden.certs.crl.RevocationList;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("C8 the list of partners' revoked certificates")
class PartnerCrlTest {
  private static final String LIST = "/crl/partners.crl";

  @Inject PartnerCa ca;

  private final Directory directory = new Directory();

  @Test
  @DisplayName("C8 names what was revoked and why, signed and fresh, and its number goes up")
  void names() {
    var account = directory.account("enterprise", "optional");
    directory.client(account, "erp", "gifts:read");
    var erp = Edge.partner(account, "erp").certificate().own();
    var before = list();
    assertThat(before.getRevokedCertificate(erp.leaf())).isNull();
    var path =
        "/v1/accounts/%s/clients/erp/certificates/%s/revoke".formatted(account, erp.serial());
    var body = "{\"reason\": \"keyCompromise\", \"notAfter\": \"" + erp.notAfter() + "\"}";
    assertThat(Edge.operator().post(path, body).outcome()).isEqualTo("200");

    var after = awaitMoreThan(number(before));
    assertThat(after.getRevokedCertificate(erp.leaf()).getRevocationReason().name())
        .isEqualTo("KEY_COMPROMISE");
    assertThat(
            Duration.between(after.getThisUpdate().toInstant(), after.getNextUpdate().toInstant()))
        .isEqualTo(Duration.ofHours(24));
    assertThat(after.getExtensionValue(Extension.authorityKeyIdentifier.getId())).isNotNull();
  }

  @Test
  @DisplayName("C8 it is the same until something changes, and may be kept for a minute")
  void cached() {
    var first = Edge.stranger().get(LIST);
    assertThat(first.headers())
        .hasEntrySatisfying("cache-control", kept -> assertThat(kept).contains("max-age=60"))
        .containsEntry("content-type", "application/pkix-crl")
        .containsKeys("etag", "last-modified");
    assertThat(Edge.stranger().get(LIST).headers().get("etag"))
        .isEqualTo(first.headers().get("etag"));
  }

  private X509CRL list() {
    return RevocationList.read(Edge.stranger().bytes(LIST), ca.certificate(), Instant.now());
  }

  private X509CRL awaitMoreThan(BigInteger number) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    var last = list();
    while (number(last).compareTo(number) <= 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(20_000_000);
      last = list();
    }
    assertThat(number(last)).isGreaterThan(number);
    return last;
  }

  private static BigInteger number(X509CRL list) {
    byte[] value = list.getExtensionValue(Extension.cRLNumber.getId());
    return ASN1Integer.getInstance(ASN1OctetString.getInstance(value).getOctets()).getValue();
  }
}
