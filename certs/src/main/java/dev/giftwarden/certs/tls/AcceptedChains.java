package dev.giftwarden.certs.tls;

import dev.giftwarden.certs.ChainCheck;
import dev.giftwarden.certs.ChainCheck.Accepted;
import dev.giftwarden.certs.ChainCheck.Outcome;
import dev.giftwarden.certs.PeerCertificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The chains that were accepted of late, byte for byte: whoever connects again with the same one
/// is known. It only ever accepts, and forgets everything when the roots change and each chain with
/// the first end in it. Whether the peer holds the key is proven in every handshake, and whether
/// its certificate is revoked is asked on every call; neither is remembered here.
final class AcceptedChains {
  /// 5 MB as chains are, 20 MB with what a partner could put behind its certificate.
  static final int MOST = 300;

  /// Leaf, issuing CA and root. Whoever sends more sends what nobody needs.
  private static final int LONGEST = 3;

  /// In the order of their use.
  private final Map<List<X509Certificate>, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<X509Certificate>, Known> eldest) {
          return size() > MOST;
        }
      };

  private List<X509Certificate> trusted = List.of();

  /// @param begin of the certificate that began last
  /// @param end of the certificate that ends first
  private record Known(PeerCertificate peer, Instant begin, Instant end) {
    boolean isValid(Instant at) {
      return !at.isBefore(begin) && !at.isAfter(end);
    }
  }

  /// As [ChainCheck#check] has it.
  ///
  /// @param roots the trusted of this moment
  /// @param check of these; asked for where the chain is not known
  Outcome check(
      List<X509Certificate> chain,
      List<X509Certificate> roots,
      Supplier<ChainCheck> check,
      Instant at) {
    Optional<PeerCertificate> peer = find(chain, roots, at);
    if (peer.isPresent()) {
      return new Accepted(peer.get());
    }
    ChainCheck strict = check.get();
    Outcome outcome = strict.check(chain, at);
    if (outcome instanceof Accepted(PeerCertificate accepted)) {
      keep(chain, roots, known(accepted, strict.path(chain, at)));
    }
    return outcome;
  }

  private synchronized Optional<PeerCertificate> find(
      List<X509Certificate> chain, List<X509Certificate> roots, Instant at) {
    if (!roots.equals(trusted)) {
      known.clear();
      trusted = roots;
    }
    return Optional.ofNullable(known.get(chain)).filter(of -> of.isValid(at)).map(Known::peer);
  }

  /// Unless the roots have changed since the chain was accepted.
  private synchronized void keep(
      List<X509Certificate> chain, List<X509Certificate> roots, Known accepted) {
    if (roots.equals(trusted) && chain.size() <= LONGEST) {
      known.put(chain, accepted);
    }
  }

  private static Known known(PeerCertificate peer, List<X509Certificate> path) {
    return new Known(
        peer,
        path.stream()
            .map(X509Certificate::getNotBefore)
            .max(Date::compareTo)
            .orElseThrow()
            .toInstant(),
        path.stream()
            .map(X509Certificate::getNotAfter)
            .min(Date::compareTo)
            .orElseThrow()
            .toInstant());
  }
}
