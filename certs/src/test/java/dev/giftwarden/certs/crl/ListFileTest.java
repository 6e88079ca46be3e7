package dev.giftwarden.certs.crl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.giftwarden.certs.IssuingCa;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PartnerCa;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.crl.ListFile.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("C8 a list of revoked certificates in a file")
class ListFileTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final Instant END = NOW.plus(RevocationList.VALID_FOR);

  @TempDir Path folder;

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private Pki pki;
  private List<X509Certificate> trusted;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    pki = Pki.init(folder.resolve("pki"), InstantSource.fixed(NOW));
    file = folder.resolve("partners.crl");
    trust();
  }

  private void trust() throws IOException {
    trusted = new ArrayList<>(pki.roots());
    trusted.addAll(Pem.certificates(Files.readString(pki.issuing())));
  }

  private PartnerCa ca(Pki of, String name) {
    of.handOverPartnerCa(folder.resolve(name));
    return PartnerCa.open(folder.resolve(name), InstantSource.fixed(NOW));
  }

  private PartnerCa ca() {
    return ca(pki, "ca");
  }

  private static byte[] signed(PartnerCa ca, long number, X509Certificate... dead) {
    var entries =
        Stream.of(dead)
            .map(leaf -> new RevocationList.Entry(leaf.getSerialNumber(), NOW, 1))
            .toList();
    return ca.sign((certificate, key) ->
        RevocationList.sign(certificate, key, BigInteger.valueOf(number), NOW, entries));
  }

  private X509Certificate partner(String client) {
    return pki.issuePartner("acme", client, folder.resolve(client));
  }

  private void write(byte[] bytes) {
    try {
      Path next = Files.write(folder.resolve("next"), bytes);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ListFile open() {
    return ListFile.open(
        file, () -> IssuingCa.anchored(trusted, Kind.PARTNER, time.get()), () -> time.get());
  }

  private State state() {
    return open().state();
  }

  private static SignedList fresh(State state) {
    assertThat(state).isInstanceOf(State.Fresh.class);
    return ((State.Fresh) state).list();
  }

  @Test
  @DisplayName("C8 names what is revoked and no other, as DER and as PEM, from its time to its end")
  void fresh() {
    X509Certificate dead = partner("dead");
    X509Certificate good = partner("good");
    byte[] der = signed(ca(), 7, dead);
    var pem =
        "-----BEGIN X509 CRL-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END X509 CRL-----\n";
    for (byte[] form : List.of(der, pem.getBytes(US_ASCII))) {
      write(form);
      SignedList list = fresh(state());
      assertThat(list.names(dead)).isTrue();
      assertThat(list.names(good)).isFalse();
      assertThat(list.covers(dead)).isTrue();
      assertThat(list.covers(good)).isTrue();
    }
    ListFile opened = open();
    time.set(END.minusSeconds(1));
    assertThat(opened.state()).isInstanceOf(State.Fresh.class);
    time.set(END);
    assertThat(opened.state()).isInstanceOf(State.Stale.class);
    time.set(NOW.minusSeconds(1));
    assertThat(opened.state()).isInstanceOf(State.Stale.class);
  }

  @Test
  @DisplayName("C8 is read again when it changes, and what is in it now counts alone")
  void changes() throws IOException {
    ListFile opened = open();
    assertThat(opened.state()).isEqualTo(new State.Absent());
    PartnerCa ca = ca();
    write(signed(ca, 1));
    opened.look();
    assertThat(fresh(opened.state()).number()).isEqualTo(1);
    write(new byte[] {0x30, 0});
    opened.look();
    assertThat(opened.state()).isEqualTo(refused("not a list of revoked certificates"));
    write(signed(ca, 2));
    opened.look();
    assertThat(fresh(opened.state()).number()).isEqualTo(2);
    Files.delete(file);
    opened.look();
    assertThat(opened.state()).isEqualTo(new State.Absent());
  }

  @Test
  @DisplayName("C8 one of a lower number than was seen is refused, the same and a higher are not")
  void goesForward() {
    PartnerCa ca = ca();
    write(signed(ca, 5));
    ListFile opened = open();
    write(signed(ca, 4));
    opened.look();
    assertThat(opened.state())
        .isEqualTo(refused("the list is older than one that was here before"));
    write(signed(ca, 5));
    opened.look();
    assertThat(fresh(opened.state()).number()).isEqualTo(5);
    write(signed(ca, 6));
    opened.look();
    assertThat(fresh(opened.state()).number()).isEqualTo(6);
  }

  @Test
  @DisplayName("C8 one of a CA that no root here vouches for, or of another kind, is refused")
  void otherCa() throws IOException {
    write(signed(ca(), 1));
    List<X509Certificate> all = List.copyOf(trusted);
    trusted = List.copyOf(pki.roots());
    String none = "no partners' issuing CA is trusted here: put its certificate into ca.crt";
    assertThat(state()).isEqualTo(refused(none));
    Pki other = Pki.init(folder.resolve("other"), InstantSource.fixed(NOW));
    trusted = new ArrayList<>(other.roots());
    trusted.addAll(all.subList(pki.roots().size(), all.size()));
    assertThat(state()).as("beside a root that did not sign it").isEqualTo(refused(none));
    trusted = all;
    write(signed(ca(other, "other-ca"), 1));
    assertThat(state()).isEqualTo(refused("the signature is wrong"));
    assertThat(IssuingCa.anchored(all, Kind.PARTNER, NOW)).hasSize(1);
    assertThat(IssuingCa.anchored(all, Kind.PARTNER, NOW.plus(Duration.ofDays(4000)))).isEmpty();
  }

  @Test
  @DisplayName("C8 a CA that follows another says nothing of what the other one has issued")
  void covers() throws IOException {
    X509Certificate old = partner("old");
    pki.replaceIssuing(Kind.PARTNER);
    X509Certificate young = partner("young");
    trust();
    write(signed(ca(), 1));
    SignedList list = fresh(state());
    assertThat(old.getIssuerX500Principal()).isEqualTo(young.getIssuerX500Principal());
    assertThat(list.covers(young)).isTrue();
    assertThat(list.covers(old)).isFalse();
  }

  static Stream<Arguments> partial() {
    String critical = "the list has a critical extension that is not known here";
    return Stream.of(
        row(
            "a difference to another list",
            critical,
            list -> list.addExtension(Extension.deltaCRLIndicator, true, new ASN1Integer(1))),
        row(
            "a list of some certificates",
            critical,
            list ->
                list.addExtension(
                    Extension.issuingDistributionPoint,
                    true,
                    new IssuingDistributionPoint(null, true, false, null, false, false))),
        row(
            "an extension of nobody's",
            critical,
            list ->
                list.addExtension(
                    new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true, DERNull.INSTANCE)));
  }

  private interface Damage {
    void to(X509v2CRLBuilder list) throws CertIOException;
  }

  private static Arguments row(String name, String why, Damage damage) {
    return argumentSet(name, why, damage);
  }

  @ParameterizedTest
  @MethodSource("partial")
  @DisplayName("C8 a list that is less than the whole is refused, though its CA has signed it")
  void refusesParts(String why, Damage damage) {
    write(
        built(list -> {
          try {
            list.setNextUpdate(Date.from(END));
            list.addExtension(Extension.cRLNumber, false, new ASN1Integer(1));
            damage.to(list);
          } catch (CertIOException e) {
            throw new UncheckedIOException(e);
          }
        }));
    assertThat(state()).isEqualTo(refused(why));
  }

  @Test
  @DisplayName("C8 a list without an end or a number is refused, and with both it is not")
  void numbered() {
    write(built(_ -> {}));
    assertThat(state()).isEqualTo(refused("the list does not say when the next one comes"));
    write(built(list -> list.setNextUpdate(Date.from(END))));
    assertThat(state()).isEqualTo(refused("the list has no number"));
    write(
        built(list -> {
          try {
            list.setNextUpdate(Date.from(END));
            list.addExtension(Extension.cRLNumber, false, new ASN1Integer(3));
          } catch (CertIOException e) {
            throw new UncheckedIOException(e);
          }
        }));
    assertThat(fresh(state()).number()).isEqualTo(3);
  }

  private byte[] built(Consumer<X509v2CRLBuilder> act) {
    return ca().sign((certificate, key) -> {
      try {
        var name = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        var list = new X509v2CRLBuilder(name, Date.from(NOW));
        act.accept(list);
        return list.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)).getEncoded();
      } catch (IOException | OperatorCreationException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Test
  @DisplayName("C8 a list that our CA has signed in another's name is refused")
  void otherName() {
    byte[] list =
        ca().sign((_, key) -> {
          try {
            var builder = new X509v2CRLBuilder(new X500Name("CN=Another"), Date.from(NOW));
            builder.setNextUpdate(Date.from(END));
            builder.addExtension(Extension.cRLNumber, false, new ASN1Integer(1));
            return builder
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key))
                .getEncoded();
          } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
          }
        });
    write(list);
    assertThat(state()).isEqualTo(refused("the list is of another CA"));
  }

  @Test
  @DisplayName("C8 a folder in its place can never be a list")
  void notAFolder() throws IOException {
    Files.createDirectory(file);
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + " is a folder: name the file in it");
  }

  private static State refused(String why) {
    return new State.Refused(why);
  }
}
