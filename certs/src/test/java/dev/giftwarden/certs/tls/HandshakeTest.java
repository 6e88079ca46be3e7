package dev.giftwarden.certs.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.certs.BadChains;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.certs.SpiffeId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// TLS 1.3 between the JDK's own engines, as Netty and Vert.x use them. Beside the refusals stands
/// an acceptance by the same listener, because a dead one refuses everybody.
class HandshakeTest {
  private static final SpiffeId.Service GIFT = new SpiffeId.Service("gift");

  @TempDir static Path temp;
  static Pki pki;
  static TlsFolder gift;
  static TlsFolder erp;
  static List<BadChains.Row> badChains;

  @BeforeAll
  static void makeCertificates() throws IOException {
    pki = Pki.init(temp.resolve("pki"), InstantSource.system());
    pki.issueEdge("gift", List.of("localhost"), temp.resolve("gift"));
    pki.issuePartner("acme", "erp", temp.resolve("erp"));
    gift = TlsFolder.open(temp.resolve("gift"), InstantSource.system());
    erp = TlsFolder.open(temp.resolve("erp"), InstantSource.system());
    badChains = BadChains.of(temp, temp.resolve("pki"), Instant.now());
  }

  static List<BadChains.Row> badChains() {
    return badChains;
  }

  private static SSLEngine listener(
      X509ExtendedKeyManager keys, @Nullable X509ExtendedTrustManager trust) {
    TrustManager[] trusts = trust == null ? new TrustManager[0] : new TrustManager[] {trust};
    SSLEngine engine = context(new KeyManager[] {keys}, trusts).createSSLEngine();
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(trust != null);
    return engine;
  }

  private static SSLEngine partnersOnly() {
    return listener(gift.keyManager(), gift.trustingClients(Set.of(Kind.PARTNER)));
  }

  private static SSLEngine client(
      String host, SpiffeId.Service expected, X509ExtendedKeyManager... keys) {
    TrustManager[] trust = {erp.trustingServer(expected)};
    SSLEngine engine = context(keys, trust).createSSLEngine(host, 443);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static SSLContext context(KeyManager[] keys, TrustManager[] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keys, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertServed(SSLEngine listener) {
    assertThat(Handshake.between(client("localhost", GIFT, erp.keyManager()), listener)).isEmpty();
  }

  @Test
  @DisplayName("M1 a listener serves a good client, which proves both sides to each other")
  void serves() throws Exception {
    SSLEngine listener = partnersOnly();
    assertServed(listener);
    var shown = (X509Certificate) listener.getSession().getPeerCertificates()[0];
    assertThat(PeerCertificate.of(shown)).isEqualTo(erp.own());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badChains")
  @DisplayName("M1 a listener refuses with alert 46, and the good client beside it is served")
  void refuses(BadChains.Row row) {
    var shown = new ShownKey(row.chain(), row.key());
    assertThat(Handshake.between(client("localhost", GIFT, shown), partnersOnly()))
        .contains("(certificate_unknown) Received fatal alert: certificate_unknown");
    assertServed(partnersOnly());
  }

  @Test
  @DisplayName("M1 a listener serves a client that holds its leaf alone, where it knows the issuer")
  void servesALoneLeaf() {
    var alone = new ShownKey(List.of(erp.chain().getFirst()), erp.privateKey());
    assertThat(Handshake.between(client("localhost", GIFT, alone), partnersOnly())).isEmpty();
  }

  @Test
  @DisplayName("M1 a listener refuses a client without a certificate with alert 116")
  void refusesNobody() {
    assertThat(Handshake.between(client("localhost", GIFT), partnersOnly()))
        .contains("(certificate_required) Received fatal alert: certificate_required");
  }

  @Test
  @DisplayName("M1 a listener refuses a stolen certificate without its key")
  void refusesWrongKey() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256, new SecureRandom());
    var thief = new ShownKey(erp.chain(), generator.generateKeyPair().getPrivate());
    assertThat(Handshake.between(client("localhost", GIFT, thief), partnersOnly()))
        .contains("(handshake_failure) Received fatal alert: handshake_failure");
  }

  @Test
  @DisplayName("M1 a client refuses a host that the certificate does not name")
  void clientRefusesWrongHost() {
    assertThat(
            Handshake.between(client("gift.example", GIFT, erp.keyManager()), partnersOnly())
                .orElseThrow())
        .contains("gift.example");
  }

  @Test
  @DisplayName("Z3 a client that wants audit refuses gift, on the right host")
  void clientRefusesAnotherService() {
    var audit = new SpiffeId.Service("audit");
    assertThat(
            Handshake.between(client("localhost", audit, erp.keyManager()), partnersOnly())
                .orElseThrow())
        .contains("expected spiffe://services.giftwarden.example/audit");
  }

  @Test
  @DisplayName("Z3 a client refuses a partner that plays the service")
  void clientRefusesPartner() {
    SSLEngine impostor = listener(erp.keyManager(), null);
    assertThat(Handshake.between(client("localhost", GIFT), impostor).orElseThrow())
        .contains("WRONG_USE,KIND_NOT_ACCEPTED");
  }

  @Test
  @DisplayName("a client's trust needs the connection: without it nobody checks the host name")
  void clientNeedsTheConnection() {
    X509ExtendedTrustManager trust = erp.trustingServer(GIFT);
    var chain = gift.chain().toArray(X509Certificate[]::new);
    assertThatThrownBy(() -> trust.checkServerTrusted(chain, "UNKNOWN"))
        .hasMessageContaining("does not verify this side");
    assertThatThrownBy(() -> trust.checkClientTrusted(chain, "UNKNOWN"))
        .hasMessageContaining("does not verify this side");
    assertThatThrownBy(
            () -> gift.trustingClients(Set.of(Kind.PARTNER)).checkServerTrusted(chain, "UNKNOWN"))
        .hasMessageContaining("does not verify this side");
  }

  @Test
  @DisplayName(
      "a listener goes on through a rotation: the next handshake shows the next certificate")
  void rotates() throws Exception {
    Path folder = temp.resolve("rotating");
    pki.issueEdge("gift", List.of("localhost"), folder);
    TlsFolder rotating = TlsFolder.open(folder, InstantSource.system());
    X509ExtendedKeyManager keys = rotating.keyManager();
    X509ExtendedTrustManager trust = rotating.trustingClients(Set.of(Kind.PARTNER));
    for (int i = 0; i < 3; i++) {
      SSLEngine client = client("localhost", GIFT, erp.keyManager());
      assertThat(Handshake.between(client, listener(keys, trust))).isEmpty();
      var shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
      assertThat(PeerCertificate.of(shown)).isEqualTo(rotating.own());
      String before = rotating.own().serial();
      pki.renew(folder);
      assertThat(rotating.reload()).isInstanceOf(TlsFolder.Reload.Rotated.class);
      assertThat(rotating.own().serial()).isNotEqualTo(before);
    }
  }
}
