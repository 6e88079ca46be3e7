package dev.giftwarden.testkit;

import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.Tls13;
import dev.giftwarden.certs.tls.TlsFolder;
import javax.net.ssl.SSLContext;

/// One end of a TLS 1.3 connection with one of our services.
public final class Tls {
  private Tls() {}

  /// Shows a certificate, and believes one service only, by the root that is beside it.
  public static SSLContext as(TlsFolder own, String service) {
    return Tls13.context(own.keyManager(), own.trustingServer(new SpiffeId.Service(service)));
  }

  /// Shows no certificate.
  ///
  /// @param roots for its `ca.crt` alone
  public static SSLContext asNobody(TlsFolder roots, String service) {
    return Tls13.context(null, roots.trustingServer(new SpiffeId.Service(service)));
  }
}
