package dev.giftwarden.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/// The JDK's HTTP client on a [Tls] connection: of ours it knows a root, and nothing else.
public record Https(HttpClient client) implements AutoCloseable {
  /// Far above any answer's time, on a busy machine too.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public static Https over(SSLContext tls, HttpClient.Version version) {
    return new Https(
        HttpClient.newBuilder().sslContext(tls).version(version).connectTimeout(PATIENCE).build());
  }

  public Answer send(HttpRequest.Builder request) {
    return Answer.of(ask(request));
  }

  /// @throws UncheckedIOException where there was no answer: a refused handshake, or none in time
  public HttpResponse<String> ask(HttpRequest.Builder request) {
    HttpRequest asked = request.timeout(PATIENCE).build();
    HttpResponse<String> response = ask(asked, BodyHandlers.ofString());
    Described.check(asked.method(), asked.uri(), Answer.of(response));
    return response;
  }

  /// The body of an answer that is no text.
  public byte[] bytes(HttpRequest.Builder request) {
    return ask(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray()).body();
  }

  private <T> HttpResponse<T> ask(HttpRequest asked, BodyHandler<T> body) {
    try {
      return client.send(asked, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
