package dev.giftwarden.certs.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// One end of a TLS 1.3 connection by the JDK: what it shows, and whom it believes.
public final class Tls13 {
  private Tls13() {}

  /// @param shown null: nothing
  /// @param believed null: for a listener that asks for no certificate
  public static SSLContext context(@Nullable KeyManager shown, @Nullable TrustManager believed) {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(
          shown == null ? new KeyManager[0] : new KeyManager[] {shown},
          believed == null ? null : new TrustManager[] {believed},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks TLS 1.3", e);
    }
  }

  /// Believes whom one of `roots` vouches for, and nobody that the JDK would believe by itself; nor
  /// anybody whose certificates would cost more than keys in use do ([BoundedTrust]).
  public static X509ExtendedTrustManager trusting(Collection<X509Certificate> roots) {
    return new BoundedTrust(platform(roots));
  }

  static X509ExtendedTrustManager platform(Collection<X509Certificate> roots) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (X509Certificate root : roots) {
        store.setCertificateEntry(Integer.toString(store.size()), root);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java platform lacks PKIX", e);
    }
  }
}
