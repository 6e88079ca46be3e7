package dev.giftwarden.certs.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.giftwarden.certs.ChainCheck;
import dev.giftwarden.certs.ChainCheck.Accepted;
import dev.giftwarden.certs.ChainCheck.Reason;
import dev.giftwarden.certs.ChainCheck.Refused;
import dev.giftwarden.certs.ChainCheck.Use;
import dev.giftwarden.certs.CredentialFolder;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.path.TrustBundle;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What one generation of a folder holds, parsed and proven to fit together: the key is the
/// certificate's, and the chain leads to the folder's own roots.
///
/// @param chain leaf first, then the issuing CA
/// @param trusted roots, and issuing CAs that peers need not send
/// @param hosts what the certificate may be served under
public record Credential(
    CredentialFolder.Text text,
    List<X509Certificate> chain,
    PrivateKey privateKey,
    List<X509Certificate> trusted,
    PeerCertificate own,
    Set<String> hosts) {

  /// @throws IllegalArgumentException if the parts do not fit, in words for the operator
  static Credential parse(CredentialFolder.Text text, InstantSource clock) {
    List<X509Certificate> chain = Pem.certificates(text.certificate());
    List<X509Certificate> trusted = Pem.certificates(text.trusted());
    if (TrustBundle.of(trusted).roots().isEmpty()) {
      throw new IllegalArgumentException("ca.crt holds no root, only CAs that another one issued");
    }
    PrivateKey key = Pem.privateKey(text.key());
    if (!belongs(key, chain.getFirst().getPublicKey())) {
      throw new IllegalArgumentException("tls.key is not the key of the certificate in tls.crt");
    }
    PeerCertificate own = own(chain, trusted, clock);
    List<X509Certificate> path = path(chain, trusted, clock);
    return new Credential(text, path, key, trusted, own, PeerCertificate.hosts(chain.getFirst()));
  }

  /// Holds a private key.
  @Override
  public String toString() {
    return "Credential[" + own + "]";
  }

  private static PeerCertificate own(
      List<X509Certificate> chain, List<X509Certificate> trusted, InstantSource clock) {
    ChainCheck.Outcome asClient = check(Use.CLIENT, chain, trusted, clock);
    ChainCheck.Outcome outcome =
        asClient instanceof Refused ? check(Use.SERVER, chain, trusted, clock) : asClient;
    return switch (outcome) {
      case Accepted(PeerCertificate peer) -> peer;
      case Refused(List<Reason> reasons) ->
          throw new IllegalArgumentException(
              "tls.crt: " + reasons.stream().map(Reason::text).collect(Collectors.joining("; ")));
    };
  }

  /// Whatever else a tool wrote into `tls.crt`, peers are shown leaf and issuing CA.
  private static List<X509Certificate> path(
      List<X509Certificate> chain, List<X509Certificate> trusted, InstantSource clock) {
    return new ChainCheck(trusted, EnumSet.allOf(Kind.class), Use.CLIENT)
        .path(chain, clock.instant());
  }

  private static ChainCheck.Outcome check(
      Use use, List<X509Certificate> chain, List<X509Certificate> trusted, InstantSource clock) {
    return new ChainCheck(trusted, EnumSet.allOf(Kind.class), use).check(chain, clock.instant());
  }

  private static boolean belongs(PrivateKey key, PublicKey publicKey) {
    byte[] challenge = "giftwarden/key-belongs-to-certificate/v1".getBytes(US_ASCII);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(challenge);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(challenge);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
