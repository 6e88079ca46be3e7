package dev.giftwarden.certs.tls;

import dev.giftwarden.certs.ChainCheck.Use;
import dev.giftwarden.certs.Kind;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// A listener's view of those who call it.
final class ClientTrust extends PeerTrust {

  ClientTrust(Supplier<List<X509Certificate>> trusted, Set<Kind> kinds, InstantSource clock) {
    super(trusted, kinds, Use.CLIENT, clock);
  }

  @Override
  void verifyClient(X509Certificate[] chain) throws CertificateException {
    verify(chain);
  }
}
