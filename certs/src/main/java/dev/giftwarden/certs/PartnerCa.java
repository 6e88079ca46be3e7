package dev.giftwarden.certs;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The partners' issuing CA, where its key is used: in auth, and nowhere else. Its folder is one of
/// credentials (see [CredentialFolder]): `tls.crt` is the CA's own certificate, `ca.crt` the roots.
///
/// A folder that is broken at start stops the start. One that breaks later changes nothing: the CA
/// that was good stays in use, and [#fault] says what is wrong until the folder is good again.
public final class PartnerCa {
  /// Auth issues for no longer, whoever asks.
  public static final Duration LONGEST = Duration.ofDays(90);

  private final Path folder;
  private final InstantSource clock;
  private final ReentrantLock reloading = new ReentrantLock();
  private volatile Loaded current;
  private volatile Optional<String> fault = Optional.empty();

  private PartnerCa(Path folder, InstantSource clock, Loaded first) {
    this.folder = folder;
    this.clock = clock;
    this.current = first;
  }

  private record Loaded(CredentialFolder.Text text, CertificateAuthority authority) {
    /// Holds a private key.
    @Override
    public String toString() {
      return "Loaded[" + authority.certificate().getSubjectX500Principal() + "]";
    }
  }

  /// @throws IllegalArgumentException with one line for the operator, if the folder is not whole
  public static PartnerCa open(Path folder, InstantSource clock) {
    try {
      return new PartnerCa(folder, clock, parse(CredentialFolder.read(folder)));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(folder + ": " + e.getMessage(), e);
    }
  }

  /// Takes what is in the folder now; content is compared, not times.
  ///
  /// @return whether another CA, or the same with another certificate, is in use since
  public boolean reload() {
    reloading.lock();
    try {
      CredentialFolder.Text text = CredentialFolder.read(folder);
      boolean changed = !text.equals(current.text());
      if (changed) {
        current = parse(text);
      }
      fault = Optional.empty();
      return changed;
    } catch (IOException | IllegalArgumentException e) {
      fault = Optional.of(folder + ": " + e.getMessage());
      return false;
    } finally {
      reloading.unlock();
    }
  }

  /// Why the content of the folder is not what is in use.
  public Optional<String> fault() {
    return fault;
  }

  /// The CA's own certificate.
  public X509Certificate certificate() {
    return current.authority().certificate();
  }

  /// Signs a client's certificate: only the key is the holder's, every name is ours.
  ///
  /// @param lifetime at most [#LONGEST]; the end of the CA cuts it short
  /// @param crl where what was revoked is published
  /// @return leaf first, then this CA
  public List<X509Certificate> issue(
      SpiffeId.Partner holder, PublicKey key, Duration lifetime, URI crl) {
    if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a partner's certificate lives at most " + LONGEST);
    }
    CertificateAuthority authority = current.authority();
    var leaf =
        authority.leaf(
            Holder.partner(holder.account(), holder.client()),
            key,
            lifetime,
            clock.instant(),
            Optional.of(crl));
    return List.of(leaf, authority.certificate());
  }

  /// What is done with the CA's key beside issuing: signing the list of what was revoked.
  public interface Signing<T> {
    T with(X509Certificate ca, PrivateKey key);
  }

  public <T> T sign(Signing<T> act) {
    CertificateAuthority authority = current.authority();
    return act.with(authority.certificate(), authority.key());
  }

  private static Loaded parse(CredentialFolder.Text text) {
    X509Certificate ca = Pem.certificates(text.certificate()).getFirst();
    if (IssuingCa.kindOf(ca).filter(Kind.PARTNER::equals).isEmpty()) {
      throw new IllegalArgumentException("tls.crt is not the issuing CA of partners");
    }
    PrivateKey key = Pem.privateKey(text.key());
    if (!belongs(key, ca.getPublicKey())) {
      throw new IllegalArgumentException("tls.key is not the key of the certificate in tls.crt");
    }
    List<X509Certificate> roots = Pem.certificates(text.roots());
    if (roots.stream().noneMatch(root -> isSignedBy(ca, root))) {
      throw new IllegalArgumentException("no root in ca.crt vouches for tls.crt");
    }
    return new Loaded(text, new CertificateAuthority(ca, key));
  }

  private static boolean isSignedBy(X509Certificate ca, X509Certificate root) {
    try {
      ca.verify(root.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static boolean belongs(PrivateKey key, PublicKey publicKey) {
    byte[] challenge = new byte[32];
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
