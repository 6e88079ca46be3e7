package dev.giftwarden.audit.testing;

import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Audit's public port, over real TLS with a certificate or without.
public final class PublicClient {
  private final HttpClient http;

  private PublicClient(KeyManager[] own) {
    TlsFolder roots = Neighbours.service("gift");
    try {
      SSLContext tls = SSLContext.getInstance("TLSv1.3");
      TrustManager trust = roots.trustingServer(new SpiffeId.Service("audit"));
      tls.init(own, new TrustManager[] {trust}, null);
      http = HttpClient.newBuilder().sslContext(tls).build();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  public static PublicClient with(TlsFolder own) {
    return new PublicClient(new KeyManager[] {own.keyManager()});
  }

  public static PublicClient withoutCertificate() {
    return new PublicClient(new KeyManager[0]);
  }

  public HttpResponse<String> get(String path, Optional<String> token) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(
                "https://localhost:" + Neighbours.setting("quarkus.http.test-ssl-port") + path));
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
