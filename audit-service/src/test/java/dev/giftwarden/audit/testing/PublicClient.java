package dev.giftwarden.audit.testing;

import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.Tls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Audit's public port, over real TLS with a certificate or without.
public final class PublicClient {
  private final Https http;

  private PublicClient(SSLContext tls) {
    http = Https.over(tls, HttpClient.Version.HTTP_2);
  }

  public static PublicClient with(TlsFolder own) {
    return new PublicClient(Tls.as(own, "audit"));
  }

  public static PublicClient withoutCertificate() {
    return new PublicClient(Tls.asNobody(Neighbours.service("gift"), "audit"));
  }

  public HttpResponse<String> get(String path, Optional<String> token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(
                "https://localhost:" + Neighbours.setting("quarkus.http.test-ssl-port") + path));
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return http.ask(request);
  }
}
