package dev.giftwarden.acceptance.token;

import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.Tls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// A partner's connection to one service, kept open. Every answer tells which connection it came
/// over.
final class KeptConnection implements AutoCloseable {
  private final URI url;
  private final Https client;

  /// @param service `gift` or `audit`; what is read there is what the token is for
  KeptConnection(House house, TlsFolder partner, String service, HttpClient.Version version) {
    this.url =
        URI.create(
            service.equals("gift")
                ? house.gift + "/v1/gifts?limit=1"
                : house.audit + "/v1/audit/events?limit=1");
    client = Https.over(Tls.as(partner, service), version);
  }

  /// @param outcome `401 token-invalid`
  record Seen(String outcome, String requestId, String connection) {}

  Seen read(String token) {
    HttpResponse<String> response =
        client.ask(HttpRequest.newBuilder(url).header("Authorization", "Bearer " + token));
    Answer answer = Answer.of(response);
    return new Seen(
        answer.outcome(),
        answer.headers().getOrDefault("x-request-id", ""),
        response.connectionLabel().orElseThrow());
  }

  @Override
  public void close() {
    client.close();
  }
}
