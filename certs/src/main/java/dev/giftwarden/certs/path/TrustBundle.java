package dev.giftwarden.certs.path;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What `ca.crt` holds, told apart by names: roots vouch; an issuing CA beside them is only known,
/// so that a peer may leave it out of its chain. It is a candidate for a path and never an anchor:
/// the JDK ignores the name constraints of an anchor.
///
/// @param roots those that name themselves as their issuer
/// @param issuing all others, each once
public record TrustBundle(Set<X509Certificate> roots, List<X509Certificate> issuing) {

  public static TrustBundle of(Collection<X509Certificate> certificates) {
    return new TrustBundle(
        certificates.stream()
            .filter(SentChain::isSelfIssued)
            .collect(Collectors.toUnmodifiableSet()),
        certificates.stream().distinct().filter(ca -> !SentChain.isSelfIssued(ca)).toList());
  }
}
