package dev.giftwarden.certs.tls;

import dev.giftwarden.certs.ChainCheck.Use;
import dev.giftwarden.certs.Kind;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// A listener's view of those who call it.
final class ClientTrust extends PeerTrust {

  ClientTrust(Supplier<List<X509Certificate>> roots, Set<Kind> kinds, InstantSource clock) {
    super(roots, kinds, Use.CLIENT, clock);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    verify(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    verify(chain);
  }

  @Override
  public void checkClientTrusted(
      X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    verify(chain);
  }
}
