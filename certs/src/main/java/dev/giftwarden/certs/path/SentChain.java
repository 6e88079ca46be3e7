package dev.giftwarden.certs.path;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/// A chain as a peer sent it, taken apart by names alone. RFC 8446, section 4.4.2: the leaf comes
/// first; behind it a peer is to expect another order, doubles, the root, and certificates that
/// have nothing to do with it; and the issuing CA may be missing, where we know it.
///
/// @param issuers those that may be the leaf's issuing CA: first those that came, in their order,
///   then those that are known here
/// @param others everything behind the leaf but trusted roots, each once
public record SentChain(
    X509Certificate leaf, List<X509Certificate> issuers, Set<X509Certificate> others) {
  /// Two roots in the middle of a roll-over give one CA two certificates. Each candidate costs a
  /// verification with a root's key.
  private static final int MOST_ISSUERS = 4;

  /// Takes a chain apart.
  ///
  /// @param sent at least one
  public static SentChain of(List<X509Certificate> sent, TrustBundle trusted) {
    X509Certificate leaf = sent.getFirst();
    List<X509Certificate> others =
        sent.stream()
            .skip(1)
            .distinct()
            .filter(other -> !other.equals(leaf) && !trusted.roots().contains(other))
            .toList();
    X500Principal issuer = leaf.getIssuerX500Principal();
    List<X509Certificate> issuers =
        Stream.concat(named(issuer, others), named(issuer, trusted.issuing())).distinct().toList();
    return new SentChain(leaf, issuers, Set.copyOf(others));
  }

  private static Stream<X509Certificate> named(X500Principal name, List<X509Certificate> among) {
    return among.stream()
        .filter(certificate -> certificate.getSubjectX500Principal().equals(name))
        .limit(MOST_ISSUERS);
  }

  /// Whether the peer sent it, rather than that it is known here.
  public boolean came(X509Certificate issuer) {
    return others.contains(issuer);
  }

  /// Whether a certificate names itself as its issuer. What it is signed with is not asked: nobody
  /// has vouched for the key that would tell.
  public static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }

  /// Whether a further CA was sent to stand between this one and a root.
  public boolean isBelowAnother(X509Certificate issuer) {
    return others.stream()
        .anyMatch(other ->
            !isSelfIssued(other)
                && other.getSubjectX500Principal().equals(issuer.getIssuerX500Principal()));
  }
}
