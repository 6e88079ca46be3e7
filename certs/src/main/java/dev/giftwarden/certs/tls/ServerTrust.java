package dev.giftwarden.certs.tls;

import dev.giftwarden.certs.ChainCheck.Use;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.path.TrustBundle;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// A client's view of the service it calls: the chain must prove the one service expected. Then the
/// JDK's own manager is asked, because it alone knows how the connection wants the host name
/// verified. It comes second and sees the path that was proven: its builder would compute with any
/// key that the other side sends. A check without a connection is refused: it would leave the host
/// name out.
class ServerTrust extends PeerTrust {
  private final SpiffeId.Service expected;
  private volatile Platform platform;

  private record Platform(List<X509Certificate> trusted, X509ExtendedTrustManager manager) {
    static Platform of(List<X509Certificate> trusted) {
      return new Platform(trusted, Tls13.trusting(TrustBundle.of(trusted).roots()));
    }
  }

  ServerTrust(
      Supplier<List<X509Certificate>> trusted, SpiffeId.Service expected, InstantSource clock) {
    super(trusted, Set.of(Kind.SERVICE), Use.SERVER, clock);
    this.expected = expected;
    this.platform = Platform.of(trusted.get());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    platform().checkServerTrusted(expected(chain), authType, socket);
    accepted(socket, LivePeers.Side.SERVER, chain);
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    platform().checkServerTrusted(expected(chain), authType, engine);
    accepted(engine, LivePeers.Side.SERVER, chain);
  }

  private X509Certificate[] expected(X509Certificate[] chain) throws CertificateException {
    Verified verified = verifyPath(chain);
    SpiffeId id = verified.peer().id();
    if (!id.equals(expected)) {
      throw new CertificateException("expected " + expected.uri() + ", met " + id.uri());
    }
    return verified.path().toArray(X509Certificate[]::new);
  }

  private X509ExtendedTrustManager platform() {
    List<X509Certificate> now = trusted();
    Platform known = platform;
    if (!known.trusted().equals(now)) {
      known = Platform.of(now);
      platform = known;
    }
    return known.manager();
  }
}
