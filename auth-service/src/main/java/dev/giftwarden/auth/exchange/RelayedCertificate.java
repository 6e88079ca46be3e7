package dev.giftwarden.auth.exchange;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.certs.ChainCheck;
import dev.giftwarden.certs.ChainCheck.Accepted;
import dev.giftwarden.certs.ChainCheck.Reason;
import dev.giftwarden.certs.ChainCheck.Refused;
import dev.giftwarden.certs.ChainCheck.Use;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.quarkus.PublicTls;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What another service says that a partner showed it, as far as that proves itself: by the same
/// check as in a handshake, from our own roots. That the partner held the private key remains the
/// other service's word, so a certificate here only ever narrows what a key can do.
@ApplicationScoped
class RelayedCertificate {
  /// As many as the JDK takes of a client in a handshake.
  static final int LONGEST_CHAIN = 8;

  /// As much as the JDK takes of a client's certificates in a handshake.
  private static final int MOST_BYTES = 32 * 1024;

  private final PublicTls tls;
  private final InstantSource clock;

  RelayedCertificate(PublicTls tls, InstantSource clock) {
    this.tls = tls;
    this.clock = clock;
  }

  sealed interface Finding {
    /// The partner showed none.
    record None() implements Finding {}

    record Proven(PeerCertificate peer) implements Finding {}

    record Unproven(Refusal reason) implements Finding {}
  }

  /// @throws CertificateException for what is no chain of certificates at all
  Finding of(ByteString leaf, List<ByteString> chain) throws CertificateException {
    if (chain.isEmpty()) {
      return leaf.isEmpty() ? new Finding.None() : new Finding.Unproven(Refusal.CHAIN_ABSENT);
    }
    if (chain.size() > LONGEST_CHAIN) {
      throw new CertificateException("more than " + LONGEST_CHAIN + " certificates");
    }
    if (chain.stream().mapToLong(ByteString::size).sum() > MOST_BYTES) {
      throw new CertificateException("more than " + MOST_BYTES + " bytes of certificates");
    }
    var check = new ChainCheck(tls.folder().trusted(), Set.of(Kind.PARTNER), Use.CLIENT);
    return switch (check.check(read(chain), clock.instant())) {
      case Accepted(PeerCertificate peer) -> new Finding.Proven(peer);
      // It was good in the handshake, and the connection has outlived it.
      case Refused(List<Reason> reasons) when reasons.equals(List.of(Reason.EXPIRED)) ->
          new Finding.Unproven(Refusal.CERTIFICATE_EXPIRED);
      case Refused _ -> new Finding.Unproven(Refusal.CERTIFICATE_UNPROVEN);
    };
  }

  private static List<X509Certificate> read(List<ByteString> chain) throws CertificateException {
    var factory = CertificateFactory.getInstance("X.509");
    var certificates = new ArrayList<X509Certificate>(chain.size());
    for (ByteString der : chain) {
      certificates.add((X509Certificate) factory.generateCertificate(der.newInput()));
    }
    return certificates;
  }
}
