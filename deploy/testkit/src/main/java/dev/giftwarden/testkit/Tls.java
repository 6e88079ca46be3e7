package dev.giftwarden.testkit;

import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// One end of a TLS 1.3 connection by the JDK: what it shows, and whom it believes.
public final class Tls {
  private Tls() {}

  /// Shows a certificate, and believes one service only, by the root that is beside it.
  public static SSLContext as(TlsFolder own, String service) {
    return context(own.keyManager(), own.trustingServer(new SpiffeId.Service(service)));
  }

  /// Shows no certificate.
  ///
  /// @param roots for its `ca.crt` alone
  public static SSLContext asNobody(TlsFolder roots, String service) {
    return context(null, roots.trustingServer(new SpiffeId.Service(service)));
  }

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
      throw new IllegalStateException("this JDK has no TLS 1.3", e);
    }
  }
}
