package dev.giftwarden.local.http;

import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.Tls13;
import dev.giftwarden.certs.tls.TlsFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Calls one service over TLS, with a certificate or without, and believes that it is the service
/// only by its certificate.
public final class Caller implements AutoCloseable {

  /// The longest answer waits for a published checkpoint, about a second; the rest is for a cold
  /// service on a busy machine.
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  /// None but in tests.
  private static final List<Witness> WITNESSES =
      ServiceLoader.load(Witness.class).stream().map(ServiceLoader.Provider::get).toList();

  private final HttpClient client;

  private Caller(SSLContext tls) {
    client =
        HttpClient.newBuilder()
            .sslContext(tls)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_LIMIT)
            .build();
  }

  /// Shows a certificate.
  ///
  /// @param credentials `tls.crt`, `tls.key`, and `ca.crt` that the service must chain to
  public static Caller with(Path credentials, String service) {
    TlsFolder folder = TlsFolder.open(credentials, InstantSource.system());
    return new Caller(Tls13.context(folder.keyManager(), trust(folder, service)));
  }

  /// Shows no certificate.
  ///
  /// @param credentials for its `ca.crt` alone
  public static Caller withoutCertificate(Path credentials, String service) {
    TlsFolder folder = TlsFolder.open(credentials, InstantSource.system());
    return new Caller(Tls13.context(null, trust(folder, service)));
  }

  private static TrustManager trust(TlsFolder folder, String service) {
    return folder.trustingServer(new SpiffeId.Service(service));
  }

  public Answer get(String url, Map<String, String> headers) throws IOException {
    return send(request(url, headers).GET());
  }

  public Answer post(String url, Map<String, String> headers, String type, String body)
      throws IOException {
    return send(
        request(url, headers).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(String url, Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER_LIMIT);
    headers.forEach(request::header);
    return request;
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    try {
      HttpRequest asked = request.build();
      Answer answer = Answer.of(client.send(asked, BodyHandlers.ofString()));
      WITNESSES.forEach(witness -> witness.see(asked.method(), asked.uri(), answer));
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
