package dev.giftwarden.certs.crl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.certs.PartnerCa;
import dev.giftwarden.certs.Pki;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("C8 the list of what a CA has revoked")
class RevocationListTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final BigInteger SERIAL = BigInteger.ONE.shiftLeft(126).setBit(0);

  @TempDir Path folder;

  private PartnerCa ca(String name) {
    Path out = folder.resolve(name + "-ca");
    Pki.init(folder.resolve(name), InstantSource.fixed(NOW)).handOverPartnerCa(out);
    return PartnerCa.open(out, InstantSource.fixed(NOW));
  }

  private static byte[] signed(PartnerCa ca) {
    var entry = new RevocationList.Entry(SERIAL, NOW.minusSeconds(5), 1);
    return ca.sign((certificate, key) ->
        RevocationList.sign(certificate, key, BigInteger.TEN, NOW, List.of(entry)));
  }

  @Test
  @DisplayName("C8 says what was revoked, when and why, until its end")
  void reads() {
    PartnerCa ca = ca("pki");
    var list = RevocationList.read(signed(ca), ca.certificate(), NOW.plus(Duration.ofHours(23)));
    var entry = list.getRevokedCertificate(SERIAL);
    assertThat(entry.getRevocationReason()).isEqualTo(CRLReason.KEY_COMPROMISE);
    assertThat(entry.getRevocationDate()).isEqualTo(NOW.minusSeconds(5));
    assertThat(list.getRevokedCertificate(SERIAL.add(BigInteger.ONE))).isNull();
  }

  @Test
  @DisplayName("C8 one that is stale, of a time to come, tampered with, or another CA's is refused")
  void refuses() {
    PartnerCa ca = ca("pki");
    byte[] good = signed(ca);
    var end = NOW.plus(RevocationList.VALID_FOR);
    refused(good, ca, end, "the list is no longer fresh");
    refused(good, ca, NOW.minusSeconds(1), "the list is of a time to come");
    refused(good, ca("other"), NOW, "the signature is wrong");
    refused(new byte[] {0x30, 0}, ca, NOW, "not a list of revoked certificates");
    byte[] serial = SERIAL.toByteArray();
    int at =
        IntStream.range(0, good.length - serial.length)
            .filter(
                from -> Arrays.equals(good, from, from + serial.length, serial, 0, serial.length))
            .findFirst()
            .orElseThrow();
    byte[] tampered = good.clone();
    tampered[at + 1] ^= 1;
    refused(tampered, ca, NOW, "the signature is wrong");
    assertThat(RevocationList.read(good, ca.certificate(), end.minusSeconds(1))).isNotNull();
  }

  private static void refused(byte[] list, PartnerCa ca, Instant now, String why) {
    assertThatThrownBy(() -> RevocationList.read(list, ca.certificate(), now))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(why);
  }
}
