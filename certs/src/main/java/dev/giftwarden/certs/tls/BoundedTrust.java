package dev.giftwarden.certs.tls;

import dev.giftwarden.certs.path.CertificateForm;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The JDK's trust in a server whose PKI is not ours: PostgreSQL's, a collector's. The JDK looks
/// for a path from the leaf upwards and computes with each key on the way before anybody vouches
/// for it, so what would cost more than keys in use do is refused first.
class BoundedTrust extends X509ExtendedTrustManager {
  /// A leaf, two CAs, and as many of another root in the middle of a roll-over.
  private static final int MOST_CERTIFICATES = 6;

  private final X509ExtendedTrustManager platform;

  BoundedTrust(X509ExtendedTrustManager platform) {
    this.platform = platform;
  }

  private static X509Certificate[] bounded(X509Certificate[] chain) throws CertificateException {
    if (chain.length > MOST_CERTIFICATES) {
      throw new CertificateException("more than " + MOST_CERTIFICATES + " certificates");
    }
    for (X509Certificate certificate : chain) {
      if (!CertificateForm.isAffordable(certificate)) {
        throw new CertificateException("a certificate that is too large, or whose key is");
      }
    }
    return chain;
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return platform.getAcceptedIssuers();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    platform.checkServerTrusted(bounded(chain), authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    platform.checkServerTrusted(bounded(chain), authType, socket);
  }

  @Override
  public void checkServerTrusted(
      X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    platform.checkServerTrusted(bounded(chain), authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    platform.checkClientTrusted(bounded(chain), authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
      throws CertificateException {
    platform.checkClientTrusted(bounded(chain), authType, socket);
  }

  @Override
  public void checkClientTrusted(
      X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
      throws CertificateException {
    platform.checkClientTrusted(bounded(chain), authType, engine);
  }
}
