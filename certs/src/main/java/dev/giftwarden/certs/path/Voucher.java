package dev.giftwarden.certs.path;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/// Which root vouched for a chain that was accepted, for those who count what a root is still
/// needed for. It decides nothing.
public final class Voucher {
  /// As many as an accepted chain may have; what stands behind them was looked at by nobody.
  private static final int MOST_ISSUERS = 4;

  private Voucher() {}

  /// Of several that vouch, which is so in the middle of a roll-over, the one that will last
  /// longest: the others can go without this peer noticing.
  ///
  /// @param accepted leaf first, as it came
  /// @param trusted what it was accepted under: roots, and issuing CAs that need not come
  public static Optional<X509Certificate> of(
      List<X509Certificate> accepted, Collection<X509Certificate> trusted) {
    X509Certificate leaf = accepted.getFirst();
    Stream<X509Certificate> issuers =
        Stream.concat(accepted.stream().skip(1), trusted.stream())
            .filter(ca -> !SentChain.isSelfIssued(ca))
            .filter(ca -> ca.getSubjectX500Principal().equals(leaf.getIssuerX500Principal()))
            .distinct()
            .limit(MOST_ISSUERS);
    List<X509Certificate> below = Stream.concat(Stream.of(leaf), issuers).toList();
    List<X509Certificate> named =
        trusted.stream()
            .filter(SentChain::isSelfIssued)
            .filter(root -> names(below, root.getSubjectX500Principal()))
            .toList();
    return named.size() == 1
        ? Optional.of(named.getFirst())
        : named.stream()
            .filter(root -> below.stream().anyMatch(each -> leadsTo(leaf, each, root)))
            .max(Comparator.comparing(X509Certificate::getNotAfter));
  }

  private static boolean names(List<X509Certificate> below, X500Principal root) {
    return below.stream().anyMatch(each -> each.getIssuerX500Principal().equals(root));
  }

  /// The root's signature first: nothing is computed with a key that nobody vouches for.
  private static boolean leadsTo(
      X509Certificate leaf, X509Certificate below, X509Certificate root) {
    return isSignedBy(below, root) && (below.equals(leaf) || isSignedBy(leaf, below));
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate signer) {
    try {
      certificate.verify(signer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }
}
