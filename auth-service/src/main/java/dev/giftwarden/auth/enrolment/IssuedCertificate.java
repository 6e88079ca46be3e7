package dev.giftwarden.auth.enrolment;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.Thumbprint;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A certificate as it was made.
///
/// @param chain leaf first, then the CA
/// @param predecessor the serial of what it renews
public record IssuedCertificate(
    List<X509Certificate> chain, List<ApiVersion> versions, Optional<String> predecessor) {

  static IssuedCertificate of(
      List<X509Certificate> chain, Set<ApiVersion> versions, Optional<String> predecessor) {
    return new IssuedCertificate(
        List.copyOf(chain), versions.stream().sorted().toList(), predecessor);
  }

  public X509Certificate leaf() {
    return chain.getFirst();
  }

  /// Lower-case hex, without leading zeros.
  String serial() {
    return leaf().getSerialNumber().toString(16);
  }

  Thumbprint thumbprint() {
    return Thumbprint.of(leaf());
  }

  Instant notBefore() {
    return leaf().getNotBefore().toInstant();
  }

  Instant notAfter() {
    return leaf().getNotAfter().toInstant();
  }

  String pem() {
    return chain.stream().map(Pem::encode).collect(Collectors.joining());
  }
}
