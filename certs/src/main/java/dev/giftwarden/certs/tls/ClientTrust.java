package dev.giftwarden.certs.tls;

import dev.giftwarden.certs.ChainCheck.Use;
import dev.giftwarden.certs.Kind;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A listener's view of those who call it.
final class ClientTrust extends PeerTrust {

  ClientTrust(Supplier<List<X509Certificate>> trusted, Set<Kind> kinds, InstantSource clock) {
    super(trusted, kinds, Use.CLIENT, clock);
  }

  @Override
  void verifyClient(X509Certificate[] chain, @Nullable Object endpoint)
      throws CertificateException {
    accepted(endpoint, side(verify(chain).id().kind()), chain);
  }

  private static LivePeers.Side side(Kind kind) {
    return switch (kind) {
      case PARTNER -> LivePeers.Side.PARTNER;
      case OPERATOR -> LivePeers.Side.OPERATOR;
      case SERVICE -> LivePeers.Side.SERVICE;
    };
  }
}
