package dev.giftwarden.auth.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.testkit.KeyInHand;
import dev.giftwarden.testkit.Tls;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.est.ESTException;
import org.bouncycastle.est.ESTService;
import org.bouncycastle.est.jcajce.JcaHttpAuthBuilder;
import org.bouncycastle.est.jcajce.JsseESTServiceBuilder;
import org.bouncycastle.est.jcajce.SSLSocketFactoryCreator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.util.Store;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// By a client that is not ours: BouncyCastle's.
@AuthTest
@DisplayName("C10 certificates by EST")
class EstTest {
  private final Edge operator = Edge.operator();
  private final Directory directory = new Directory();
  private final String account = directory.account("standard", "optional");
  private final String client = "/v1/accounts/" + account + "/clients/erp";

  EstTest() {
    directory.client(account, "erp", "gifts:read");
  }

  private String code() {
    return operator.post(client + "/enrolment-codes", "{}").json().get("code").asText();
  }

  static ESTService est(Optional<TlsFolder> own) {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.test-ssl-port", Integer.class);
    var root = TlsFolder.open(GiftwardenStack.pki().firstOperator(), InstantSource.system());
    var tls = own.map(folder -> Tls.as(folder, "auth")).orElseGet(() -> Tls.asNobody(root, "auth"));
    return new JsseESTServiceBuilder("localhost:" + port, trusting(tls.getSocketFactory()))
        .withHostNameAuthorizer((_, _) -> true) // the trust manager has looked already
        .withFilterCipherSuites(false)
        .withTimeout(20_000)
        .build();
  }

  private static SSLSocketFactoryCreator trusting(SSLSocketFactory factory) {
    return new SSLSocketFactoryCreator() {
      @Override
      public SSLSocketFactory createFactory() {
        return factory;
      }

      @Override
      public boolean isTrusted() {
        return true;
      }
    };
  }

  static PKCS10CertificationRequest request(KeyInHand key) throws IOException {
    return new PKCS10CertificationRequest(key.request());
  }

  /// PEM, the leaf first.
  static String chain(Store<X509CertificateHolder> store) throws IOException {
    var all = store.getMatches(null).stream().toList();
    assertThat(all).hasSize(2);
    var leaf =
        all.stream()
            .filter(
                one -> all.stream().noneMatch(other -> other.getIssuer().equals(one.getSubject())))
            .findFirst()
            .orElseThrow();
    var text = new StringBuilder(KeyInHand.pem("CERTIFICATE", leaf.getEncoded()));
    for (var one : all) {
      if (!one.equals(leaf)) {
        text.append(KeyInHand.pem("CERTIFICATE", one.getEncoded()));
      }
    }
    return text.toString();
  }

  @Test
  @DisplayName("C10 a client enrols with its code, renews over the certificate, and both work")
  void enrolsAndRenews() throws IOException, OperatorCreationException {
    var first = KeyInHand.make();
    var auth = new JcaHttpAuthBuilder(account + "/erp", code().toCharArray()).build();
    var enrolled = est(Optional.empty()).simpleEnroll(false, request(first), auth);
    var self = Edge.enrolled(first, chain(enrolled.getStore()));

    var second = KeyInHand.make();
    var renewed = est(Optional.of(self.certificate())).simpleEnroll(true, request(second), null);
    for (var edge : new Edge[] {self, Edge.enrolled(second, chain(renewed.getStore()))}) {
      var token =
          edge.postForm(
              "/oauth2/token", Map.of("grant_type", "client_credentials", "client_id", "erp"));
      assertThat(token.status()).as(token.text()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("C10 no code, a used code, a key once more: 401 and 400, and EST's client says so")
  void refuses() throws IOException, OperatorCreationException {
    var code = code();
    var key = KeyInHand.make();
    var good = new JcaHttpAuthBuilder(account + "/erp", code.toCharArray()).build();
    var self =
        Edge.enrolled(
            key, chain(est(Optional.empty()).simpleEnroll(false, request(key), good).getStore()));

    refused(401, Optional.empty(), false, KeyInHand.make(), code);
    refused(401, Optional.empty(), true, KeyInHand.make(), null);
    refused(400, Optional.of(self.certificate()), true, key, null);
    refused(401, Optional.of(self.certificate()), false, KeyInHand.make(), null);
  }

  private void refused(
      int status, Optional<TlsFolder> own, boolean again, KeyInHand key, @Nullable String code)
      throws OperatorCreationException {
    var auth =
        code == null ? null : new JcaHttpAuthBuilder(account + "/erp", code.toCharArray()).build();
    assertThatThrownBy(() -> est(own).simpleEnroll(again, request(key), auth))
        .isInstanceOfSatisfying(
            ESTException.class, e -> assertThat(e.getStatusCode()).isEqualTo(status));
  }

  @Test
  @DisplayName("C10 anybody may read the CAs, and what a request should be made of")
  void open() throws ESTException {
    var est = est(Optional.empty());
    assertThat(est.getCACerts().getCertificateStore().getMatches(null))
        .extracting(one -> one.getSubject().toString())
        .containsExactlyInAnyOrder(
            "O=Giftwarden,CN=Giftwarden partners CA", "O=Giftwarden,CN=Giftwarden root CA");
    assertThat(est.getCSRAttributes().getAttributesResponse().getRequirements())
        .containsExactlyInAnyOrder(
            X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.ecdsa_with_SHA256);
    assertThat(Edge.stranger().get("/.well-known/est/cacerts").text())
        .as("in one line: strongSwan's client reads no more")
        .matches("[A-Za-z0-9+/]+={0,2}");
    assertThat(Base64.getDecoder().decode(CsrAttributes.text()))
        .containsSequence(encoded(SECObjectIdentifiers.secp256r1));
  }

  private static byte[] encoded(ASN1ObjectIdentifier type) {
    try {
      return type.getEncoded();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
