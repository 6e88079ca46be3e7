package dev.giftwarden.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.giftwarden.certs.ChainCheck.Accepted;
import dev.giftwarden.certs.ChainCheck.Outcome;
import dev.giftwarden.certs.ChainCheck.Reason;
import dev.giftwarden.certs.ChainCheck.Refused;
import dev.giftwarden.certs.ChainCheck.Use;
import dev.giftwarden.certs.path.CertificateForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

  static Stream<Arguments> orders() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("orders"));
    Pki other = Pki.init(folder.resolve("other"), InstantSource.fixed(now));
    var leaf = good.getFirst();
    var ca = good.getLast();
    var root = pki.root();
    var services = ca("services", temp.resolve("pki"));
    var namesake = ca("partners", folder.resolve("other"));
    var junk =
        new OpenSsl(folder).selfSigned("/O=Giftwarden/CN=Giftwarden partners CA", "").chain();
    return Stream.of(
        argumentSet("as asked for", List.of(leaf, ca)),
        argumentSet("the root behind", List.of(leaf, ca, root)),
        argumentSet("the root between", List.of(leaf, root, ca)),
        argumentSet("the CA twice", List.of(leaf, ca, ca)),
        argumentSet("the leaf twice", List.of(leaf, leaf, ca)),
        argumentSet("everything twice", List.of(leaf, ca, root, leaf, ca, root)),
        argumentSet("another issuing CA behind", List.of(leaf, ca, services)),
        argumentSet("another issuing CA between", List.of(leaf, services, ca)),
        argumentSet("another root behind", List.of(leaf, ca, other.root())),
        argumentSet("another root between", List.of(leaf, other.root(), ca)),
        argumentSet("a CA of the same name between", List.of(leaf, namesake, ca)),
        argumentSet("a CA of the same name behind", List.of(leaf, ca, namesake)),
        argumentSet("a self-signed one between", List.of(leaf, junk.getFirst(), ca)),
        argumentSet("all of them", List.of(leaf, other.root(), namesake, services, root, ca)),
        argumentSet("what costs most between", List.of(leaf, costly("self-issued, DSA"), ca)),
        argumentSet("a CA of that name that costs", List.of(leaf, costlyCa("with DSA"), ca)),
        argumentSet("sixteen", with(leaf, Collections.nCopies(14, root), ca)));
  }

  private static X509Certificate ca(String kind, Path folder) throws IOException {
    return Pem.certificates(Files.readString(folder.resolve(kind).resolve("ca.crt"))).getFirst();
  }

  private static X509Certificate costly(String name) {
    return chainOf(name).getFirst();
  }

  private static X509Certificate costlyCa(String name) {
    return chainOf(name).getLast();
  }

  private static List<X509Certificate> chainOf(String name) {
    return Hostile.chains(good.getLast()).entrySet().stream()
        .filter(entry -> entry.getKey().contains(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static List<X509Certificate> with(
      X509Certificate leaf, List<X509Certificate> between, X509Certificate ca) {
    return Stream.of(List.of(leaf), between, List.of(ca)).flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @MethodSource("orders")
  @DisplayName("C1 a path is built from what came behind the leaf, whatever else came")
  void buildsFromWhatCame(List<X509Certificate> sent) {
    assertThat(partners().check(sent, now))
        .isEqualTo(new Accepted(PeerCertificate.of(good.getFirst())));
    assertThat(partners().path(sent, now)).isEqualTo(good);
  }

  @Test
  @DisplayName("C1 what came must hold the leaf first and its issuing CA behind it")
  void refusesOtherOrders() throws IOException {
    var leaf = good.getFirst();
    var ca = good.getLast();
    Pki.init(temp.resolve("namesake"), InstantSource.fixed(now));
    var namesake = ca("partners", temp.resolve("namesake"));
    assertThat(reasons(List.of(ca, leaf))).contains(Reason.NOT_A_LEAF);
    assertThat(reasons(List.of(leaf))).containsExactly(Reason.CHAIN_LENGTH);
    assertThat(reasons(List.of(leaf, leaf))).containsExactly(Reason.CHAIN_LENGTH);
    assertThat(reasons(List.of(leaf, pki.root()))).containsExactly(Reason.CHAIN_LENGTH);
    assertThat(reasons(List.of(leaf, namesake))).containsExactly(Reason.UNTRUSTED);
    assertThat(reasons(Collections.nCopies(17, leaf))).containsExactly(Reason.TOO_LARGE);
  }

  private static List<Reason> reasons(List<X509Certificate> chain) {
    return ((Refused) partners().check(chain, now)).reasons();
  }

  static Stream<Arguments> lone() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("lone"));
    Pki other = Pki.init(folder.resolve("other"), InstantSource.fixed(now));
    other.issuePartner("acme", "erp", folder.resolve("foreign"));
    var foreign = Pem.certificates(CredentialFolder.read(folder.resolve("foreign")).certificate());
    var leaf = good.getFirst();
    var ca = good.getLast();
    var root = pki.root();
    var services = ca("services", temp.resolve("pki"));
    var unsent = Set.of(Reason.CHAIN_LENGTH);
    var untrusted = Set.of(Reason.UNTRUSTED);
    return Stream.of(
        known("its issuer is known", List.of(leaf), List.of(root, ca), Set.of()),
        known("known before the root", List.of(leaf), List.of(ca, root), Set.of()),
        known("known among others", List.of(leaf), List.of(root, services, ca), Set.of()),
        known("sent and known", List.of(leaf, ca), List.of(root, ca), Set.of()),
        known("sent, another known", List.of(leaf, ca), List.of(root, services), Set.of()),
        known("the root behind", List.of(leaf, root), List.of(root, ca), Set.of()),
        known("a namesake behind", List.of(leaf, foreign.getLast()), List.of(root, ca), Set.of()),
        known("nobody known", List.of(leaf), List.of(root), unsent),
        known("another known", List.of(leaf), List.of(root, services), unsent),
        known("a namesake known", List.of(leaf), List.of(root, foreign.getLast()), unsent),
        known("of a namesake", List.of(foreign.getFirst()), List.of(root, ca), unsent),
        known("of a namesake, sent", foreign, List.of(root, ca), untrusted),
        known("known below another root", List.of(leaf), List.of(other.root(), ca), unsent),
        known("sent and known so", List.of(leaf, ca), List.of(other.root(), ca), untrusted));
  }

  private static Arguments known(
      String name, List<X509Certificate> sent, List<X509Certificate> trusted, Set<Reason> reasons) {
    return argumentSet(name, sent, trusted, reasons);
  }

  @ParameterizedTest
  @MethodSource("lone")
  @DisplayName("M1 C1 an issuing CA that is known need not be sent, and is no anchor:")
  void completes(List<X509Certificate> sent, List<X509Certificate> trusted, Set<Reason> reasons) {
    var check = new ChainCheck(trusted, Set.of(Kind.PARTNER), Use.CLIENT);
    Outcome expected =
        reasons.isEmpty()
            ? new Accepted(PeerCertificate.of(good.getFirst()))
            : new Refused(List.copyOf(reasons));
    assertThat(check.check(sent, now)).isEqualTo(expected);
    if (reasons.isEmpty()) {
      assertThat(check.path(sent, now)).isEqualTo(good);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badChains")
  @DisplayName("M1 C1 where every issuing CA is known, what is refused stays refused:")
  void refusesWhereAllAreKnown(BadChains.Row row) throws IOException {
    var trusted = new ArrayList<X509Certificate>(List.of(pki.root()));
    for (String kind : List.of("services", "partners", "operators")) {
      trusted.add(ca(kind, temp.resolve("pki")));
    }
    var check = new ChainCheck(trusted, Set.of(Kind.PARTNER), Use.CLIENT);
    assertThat(check.check(row.chain(), now))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(EnumSet.copyOf(refused.reasons())).isEqualTo(row.reasons()));
    assertThat(check.check(List.of(row.chain().getFirst()), now)).isInstanceOf(Refused.class);
  }

  @Test
  @DisplayName("C1 issuing CAs without a root accept nobody")
  void needsARoot() {
    assertThatThrownBy(
            () -> new ChainCheck(List.of(good.getLast()), Set.of(Kind.PARTNER), Use.CLIENT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static Stream<Arguments> hostile() {
    return Hostile.chains(good.getLast()).entrySet().stream()
        .map(entry -> argumentSet(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  @DisplayName("M1 C1 a chain made to be expensive is refused, and what is said of it is short")
  void refusesHostile(List<X509Certificate> chain) {
    assertThat(reasons(chain)).isNotEmpty();
    assertThat(CertificateForm.serial(chain.getFirst())).hasSizeLessThanOrEqualTo(40);
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
