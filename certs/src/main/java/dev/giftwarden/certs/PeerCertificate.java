package dev.giftwarden.certs;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the platform wants to know of a certificate. Made only from one whose chain has been
/// verified, by the handshake or by [ChainCheck]: reading it proves nothing.
///
/// @param leaf the certificate itself
/// @param issuers what came behind it, for those who pass the whole chain on; empty where nobody
///   does
public record PeerCertificate(
    SpiffeId id, Thumbprint thumbprint, X509Certificate leaf, List<X509Certificate> issuers) {

  private static final int DNS = 2;
  private static final int URI = 6;

  public PeerCertificate {
    issuers = List.copyOf(issuers);
  }

  /// Reads what a verified leaf says.
  ///
  /// @throws IllegalArgumentException unless `leaf` names exactly one holder: one URI, which is a
  ///   SPIFFE id of ours, and beside it nothing but the host names of a service
  public static PeerCertificate of(X509Certificate leaf) {
    return new PeerCertificate(identity(leaf), Thumbprint.of(leaf), leaf, List.of());
  }

  /// As [#of(X509Certificate)], of a verified chain.
  ///
  /// @param chain leaf first, at least one
  public static PeerCertificate of(List<X509Certificate> chain) {
    X509Certificate leaf = chain.getFirst();
    return new PeerCertificate(
        identity(leaf), Thumbprint.of(leaf), leaf, chain.subList(1, chain.size()));
  }

  /// Leaf first.
  public List<X509Certificate> chain() {
    return Stream.concat(Stream.of(leaf), issuers.stream()).toList();
  }

  /// Lower-case hex, without leading zeros.
  public String serial() {
    return leaf.getSerialNumber().toString(16);
  }

  /// The last second at which it is valid.
  public Instant notAfter() {
    return leaf.getNotAfter().toInstant();
  }

  /// Without the certificate itself, which fills a screen.
  @Override
  public String toString() {
    return "PeerCertificate[" + id.uri() + ", serial " + serial() + "]";
  }

  /// The host names that a leaf may be served under, in lower case; beside its id, a service's
  /// certificate holds nothing else.
  public static Set<String> hosts(X509Certificate leaf) {
    return alternativeNames(leaf).stream()
        .filter(name -> type(name) == DNS)
        .map(name -> ((String) name.get(1)).toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static SpiffeId identity(X509Certificate leaf) {
    Collection<List<?>> names = alternativeNames(leaf);
    List<String> uris =
        names.stream().filter(n -> type(n) == URI).map(n -> (String) n.get(1)).toList();
    if (uris.size() != 1) {
      throw new IllegalArgumentException("exactly one URI names the holder; here " + uris.size());
    }
    SpiffeId id = SpiffeId.parse(uris.getFirst());
    boolean mayHaveHosts = id.kind() == Kind.SERVICE;
    if (!names.stream().allMatch(n -> type(n) == URI || (mayHaveHosts && type(n) == DNS))) {
      throw new IllegalArgumentException("an alternative name that this kind may not have");
    }
    return id;
  }

  private static Collection<List<?>> alternativeNames(X509Certificate leaf) {
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      throw new IllegalArgumentException("unreadable alternative names", e);
    }
  }

  private static int type(List<?> name) {
    return (Integer) name.getFirst();
  }
}
