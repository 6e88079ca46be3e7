package dev.giftwarden.certs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.certs.ChainCheck.Accepted;
import dev.giftwarden.certs.ChainCheck.Outcome;
import dev.giftwarden.certs.ChainCheck.Reason;
import dev.giftwarden.certs.ChainCheck.Refused;
import dev.giftwarden.certs.ChainCheck.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChainCheckTest {
  @TempDir static Path temp;
  static Instant now;
  static Pki pki;
  static List<X509Certificate> good;
  static List<BadChains.Row> badChains;

  @BeforeAll
  static void makeChains() throws IOException {
    now = InstantSource.system().instant().plusSeconds(60); // what OpenSSL makes begins now
    pki = Pki.init(temp.resolve("pki"), InstantSource.fixed(now));
    pki.issuePartner("acme", "erp", temp.resolve("erp"));
    good = Pem.certificates(CredentialFolder.read(temp.resolve("erp")).certificate());
    badChains = BadChains.of(temp, temp.resolve("pki"), now);
  }

  static List<BadChains.Row> badChains() {
    return badChains;
  }

  private static ChainCheck partners() {
    return new ChainCheck(List.of(pki.root()), Set.of(Kind.PARTNER), Use.CLIENT);
  }

  private static Outcome checkAt(Instant at) {
    return partners().check(good, at);
  }

  @Test
  @DisplayName("C1 a partner's chain proves the partner, with or without the root behind it")
  void acceptsPartner() {
    var peer = PeerCertificate.of(good.getFirst());
    assertThat(peer.id()).isEqualTo(new SpiffeId.Partner("acme", "erp"));
    assertThat(checkAt(now)).isEqualTo(new Accepted(peer));
    var withRoot = List.of(good.getFirst(), good.getLast(), pki.root());
    assertThat(partners().check(withRoot, now)).isEqualTo(new Accepted(peer));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badChains")
  @DisplayName("M1 C1 refuses, and says every reason")
  void refuses(BadChains.Row row) {
    assertThat(partners().check(row.chain(), now))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(EnumSet.copyOf(refused.reasons())).isEqualTo(row.reasons()));
  }

  @Test
  @DisplayName("C1 refuses an empty chain")
  void refusesNothing() {
    assertThat(partners().check(List.of(), now))
        .isEqualTo(new Refused(List.of(Reason.CHAIN_LENGTH)));
  }

  @Test
  @DisplayName("C1 valid from its first second to its last, and not one before or after")
  void heedsTime() {
    Instant first = good.getFirst().getNotBefore().toInstant();
    Instant last = good.getFirst().getNotAfter().toInstant();
    assertThat(last).isEqualTo(first.plus(Duration.ofDays(90)));
    assertThat(checkAt(now)).isInstanceOf(Accepted.class);
    assertThat(checkAt(last)).isInstanceOf(Accepted.class);
    assertThat(checkAt(last.plusSeconds(1))).isEqualTo(new Refused(List.of(Reason.EXPIRED)));
    assertThat(checkAt(first.minusSeconds(1)))
        .isEqualTo(new Refused(List.of(Reason.NOT_YET_VALID, Reason.CA_NOT_VALID_NOW)));
  }

  @Test
  @DisplayName("C1 an issuing CA that has expired proves nobody, though the leaf lives on")
  void heedsTimeOfCa() throws IOException {
    var outliving =
        new OpenSsl(Files.createDirectory(temp.resolve("outliving")))
            .signedBy(
                temp.resolve("pki/partners"), "/CN=a partner", BadChains.PARTNER, "-days", "1000");
    Instant late = good.getLast().getNotAfter().toInstant().plusSeconds(1);
    assertThat(partners().check(outliving.chain(), now)).isInstanceOf(Accepted.class);
    assertThat(partners().check(outliving.chain(), late))
        .isEqualTo(new Refused(List.of(Reason.CA_NOT_VALID_NOW)));
  }

  @Test
  @DisplayName("C1 a service's public certificate may not call, its internal one may")
  void tellsUsesApart() throws IOException {
    pki.issueService("gift", List.of("localhost"), temp.resolve("internal"));
    pki.issueEdge("gift", List.of("localhost"), temp.resolve("edge"));
    var check = new ChainCheck(List.of(pki.root()), Set.of(Kind.SERVICE), Use.CLIENT);
    var edge = Pem.certificates(CredentialFolder.read(temp.resolve("edge")).certificate());
    var internal = Pem.certificates(CredentialFolder.read(temp.resolve("internal")).certificate());
    assertThat(check.check(edge, now)).isEqualTo(new Refused(List.of(Reason.WRONG_USE)));
    assertThat(check.check(internal, now)).isInstanceOf(Accepted.class);
  }
}
