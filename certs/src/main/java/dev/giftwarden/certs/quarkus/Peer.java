package dev.giftwarden.certs.quarkus;

import dev.giftwarden.certs.PeerCertificate;
import io.grpc.Grpc;
import io.grpc.ServerCall;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Who is at the other end of a connection that our own listeners accepted: the handshake has
/// verified the chain, so reading it is enough.
public final class Peer {
  /// The session's own certificate never changes, so what it says is read once for a connection.
  private static final String READ = "giftwarden.peer";

  private Peer() {}

  /// The internal port demands a certificate; a call without one is a bug of ours.
  public static PeerCertificate of(ServerCall<?, ?> call) {
    return of(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
        .orElseThrow(() -> new IllegalStateException("an internal call without a certificate"));
  }

  /// Of an open connection: one that has ended has no session. Empty: the client showed no
  /// certificate, which the public listener allows.
  public static Optional<PeerCertificate> of(@Nullable SSLSession session) {
    if (session == null) {
      throw new IllegalStateException("a connection without TLS");
    }
    if (session.getValue(READ) instanceof PeerCertificate known) {
      return Optional.of(known);
    }
    try {
      PeerCertificate peer = PeerCertificate.of(chain(session.getPeerCertificates()));
      session.putValue(READ, peer);
      return Optional.of(peer);
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }

  private static List<X509Certificate> chain(Certificate[] shown) {
    return Arrays.stream(shown).map(X509Certificate.class::cast).toList();
  }
}
