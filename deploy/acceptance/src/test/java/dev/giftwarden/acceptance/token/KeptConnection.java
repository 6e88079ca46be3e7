package dev.giftwarden.acceptance.token;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// A partner's connection to one service, kept open. Every answer tells which connection it came
/// over.
final class KeptConnection implements AutoCloseable {
  /// Far above any answer's time, on a loaded machine too.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI url;
  private final HttpClient client;

  /// @param service `gift` or `audit`; what is read there is what the token is for
  KeptConnection(House house, TlsFolder partner, String service, HttpClient.Version version) {
    this.url =
        URI.create(
            service.equals("gift")
                ? house.gift + "/v1/gifts?limit=1"
                : house.audit + "/v1/audit/events?limit=1");
    try {
      var tls = SSLContext.getInstance("TLSv1.3");
      TrustManager trust = partner.trustingServer(new SpiffeId.Service(service));
      tls.init(new KeyManager[] {partner.keyManager()}, new TrustManager[] {trust}, null);
      client = HttpClient.newBuilder().sslContext(tls).version(version).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @param outcome `401 token-invalid`
  record Answer(String outcome, String requestId, String connection) {}

  Answer read(String token) {
    var request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      return answer(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Answer answer(HttpResponse<String> response) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    return new Answer(
        new Reply(response.statusCode(), headers, response.body()).outcome(),
        headers.getOrDefault("x-request-id", ""),
        response.connectionLabel().orElseThrow());
  }

  @Override
  public void close() {
    client.close();
  }
}
