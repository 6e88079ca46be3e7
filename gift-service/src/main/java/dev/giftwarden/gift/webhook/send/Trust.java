package dev.giftwarden.gift.webhook.send;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom receivers' certificates may come from: the public roots that the platform has, and whoever
/// a file adds to them. We show no certificate of our own: what is sent is proven by its signature.
final class Trust {

  private Trust() {}

  /// @param more a file of certificates in PEM
  /// @throws IllegalArgumentException if the file cannot be read, or is none
  static SSLContext context(Optional<Path> more) {
    try {
      KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
      roots.load(null, null);
      int count = 0;
      for (X509Certificate root : platform()) {
        roots.setCertificateEntry("root-" + count++, root);
      }
      if (more.isPresent()) {
        try (InputStream file = Files.newInputStream(more.get())) {
          for (Certificate root :
              CertificateFactory.getInstance("X.509").generateCertificates(file)) {
            roots.setCertificateEntry("more-" + count++, root);
          }
        }
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(roots), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("cannot read the roots: " + e.getMessage(), e);
    }
  }

  private static X509Certificate[] platform() throws GeneralSecurityException {
    return ((X509TrustManager) managers(null)[0]).getAcceptedIssuers();
  }

  private static TrustManager[] managers(@Nullable KeyStore roots) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(roots);
    return factory.getTrustManagers();
  }
}
