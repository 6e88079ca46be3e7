package dev.giftwarden.certs.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.certs.ChainCheck;
import dev.giftwarden.certs.ChainCheck.Accepted;
import dev.giftwarden.certs.ChainCheck.Outcome;
import dev.giftwarden.certs.ChainCheck.Reason;
import dev.giftwarden.certs.ChainCheck.Refused;
import dev.giftwarden.certs.ChainCheck.Use;
import dev.giftwarden.certs.CredentialFolder;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.Pki;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is remembered of chains says the same as the check, as long as it is true.
class AcceptedChainsTest {
  @TempDir static Path temp;
  static Instant now;
  static Pki pki;
  static List<X509Certificate> roots;
  static List<X509Certificate> good;

  private final AcceptedChains accepted = new AcceptedChains();
  private int checks;

  @BeforeAll
  static void makeChain() throws IOException {
    now = InstantSource.system().instant();
    pki = Pki.init(temp.resolve("pki"), InstantSource.fixed(now));
    pki.issuePartner("acme", "erp", temp.resolve("erp"));
    good = Pem.certificates(CredentialFolder.read(temp.resolve("erp")).certificate());
    roots = List.of(pki.root());
  }

  private Outcome check(List<X509Certificate> chain, List<X509Certificate> trusted, Instant at) {
    return accepted.check(
        chain,
        trusted,
        () -> {
          checks++;
          return new ChainCheck(trusted, Set.of(Kind.PARTNER), Use.CLIENT);
        },
        at);
  }

  @Test
  @DisplayName("M1 a chain that was accepted is accepted again without a check")
  void again() {
    var peer = PeerCertificate.of(good.getFirst());
    assertThat(check(good, roots, now)).isEqualTo(new Accepted(peer));
    assertThat(check(List.copyOf(good), List.copyOf(roots), now)).isEqualTo(new Accepted(peer));
    assertThat(checks).isEqualTo(1);
  }

  @Test
  @DisplayName("M1 what was accepted is refused from its end on, and before its beginning")
  void outsideItsLife() {
    Instant end = good.getFirst().getNotAfter().toInstant();
    Instant begin = good.getFirst().getNotBefore().toInstant();
    assertThat(check(good, roots, now)).isInstanceOf(Accepted.class);
    assertThat(check(good, roots, end)).isInstanceOf(Accepted.class);
    assertThat(checks).isEqualTo(1);
    assertThat(check(good, roots, end.plusSeconds(1))).isEqualTo(refused(Reason.EXPIRED));
    assertThat(check(good, roots, begin.minusSeconds(1)))
        .isInstanceOfSatisfying(
            Refused.class, of -> assertThat(of.reasons()).contains(Reason.NOT_YET_VALID));
  }

  @Test
  @DisplayName("C4 what was accepted is refused once its root is dropped, and forgotten")
  void withoutTheRoot() {
    var others = List.of(Pki.init(temp.resolve("other"), InstantSource.fixed(now)).root());
    assertThat(check(good, roots, now)).isInstanceOf(Accepted.class);
    assertThat(check(good, others, now)).isEqualTo(refused(Reason.UNTRUSTED));
    assertThat(check(good, roots, now)).isInstanceOf(Accepted.class);
    assertThat(checks).isEqualTo(3);
  }

  @Test
  @DisplayName("M1 a refusal is not remembered, nor does a chain vouch for another")
  void refusals() {
    var leafAlone = good.subList(0, 1);
    assertThat(check(good, roots, now)).isInstanceOf(Accepted.class);
    assertThat(check(leafAlone, roots, now)).isEqualTo(refused(Reason.CHAIN_LENGTH));
    assertThat(check(leafAlone, roots, now)).isEqualTo(refused(Reason.CHAIN_LENGTH));
    assertThat(checks).isEqualTo(3);
    Instant late = good.getFirst().getNotAfter().toInstant().plus(Duration.ofDays(1));
    assertThat(check(good, roots, late)).isEqualTo(refused(Reason.EXPIRED));
    assertThat(check(good, roots, late)).isEqualTo(refused(Reason.EXPIRED));
    assertThat(checks).isEqualTo(5);
  }

  @Test
  @DisplayName("Z12 what is longer than anybody needs is not kept")
  void tooLong() {
    var longer = List.of(good.getFirst(), good.getLast(), pki.root(), pki.root());
    assertThat(check(longer, roots, now)).isInstanceOf(Accepted.class);
    assertThat(check(longer, roots, now)).isInstanceOf(Accepted.class);
    assertThat(checks).isEqualTo(2);
  }

  private static Refused refused(Reason reason) {
    return new Refused(Collections.singletonList(reason));
  }
}
