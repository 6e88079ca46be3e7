package dev.giftwarden.auth.client.trust;

import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.certs.ChainCheck;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Decides whether what is said to be a signing key is auth's. Auth asks before it tells the others
/// what its database says; they ask again before they believe it.
public final class SigningKeyCheck {
  private static final SpiffeId AUTH = new SpiffeId.Service("auth");
  private static final int P256_BITS = 256;

  /// What became of it.
  public sealed interface Outcome {}

  public record Accepted(PublicKey key, Instant notAfter) implements Outcome {}

  /// @param why for our log; says nothing that a caller sees
  public record Refused(String why) implements Outcome {}

  private final Supplier<? extends Collection<X509Certificate>> roots;

  /// @param roots the certificates that vouch for auth's
  public SigningKeyCheck(Supplier<? extends Collection<X509Certificate>> roots) {
    this.roots = roots;
  }

  public Outcome check(SigningKey stated, Instant now) {
    Instant notAfter = Instant.ofEpochMilli(stated.getNotAfterUnixMs());
    if (stated.getKeyId().isEmpty()) {
      return new Refused("it has no id");
    }
    if (stated.getCertificateChainCount() == 0) {
      return new Refused("nobody vouches for it");
    }
    if (!now.isBefore(notAfter)) {
      return new Refused("it has ended");
    }
    List<X509Certificate> chain;
    try {
      chain = SigningKeyProof.chain(stated);
    } catch (CertificateException _) {
      return new Refused("its certificates cannot be read");
    }
    var anchored = new ChainCheck(roots.get(), Set.of(Kind.SERVICE), ChainCheck.Use.CLIENT);
    return switch (anchored.check(chain, now)) {
      case ChainCheck.Refused refused -> new Refused(refused.reason().text());
      case ChainCheck.Accepted(PeerCertificate signer) ->
          check(stated, notAfter, signer, chain.getFirst());
    };
  }

  private static Outcome check(
      SigningKey stated, Instant notAfter, PeerCertificate signer, X509Certificate leaf) {
    if (!signer.id().equals(AUTH)) {
      return new Refused("its signer is not auth");
    }
    if (notAfter.isAfter(signer.notAfter())) {
      return new Refused("it ends after its signer's certificate");
    }
    if (!SigningKeyProof.holds(stated, leaf)) {
      return new Refused("its signature is wrong");
    }
    try {
      var encoded = new X509EncodedKeySpec(stated.getPublicKey().toByteArray());
      PublicKey key = KeyFactory.getInstance("EC").generatePublic(encoded);
      return key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256_BITS
          ? new Accepted(key, notAfter)
          : new Refused("it is not a P-256 key");
    } catch (GeneralSecurityException _) {
      return new Refused("it is not a P-256 key");
    }
  }
}
