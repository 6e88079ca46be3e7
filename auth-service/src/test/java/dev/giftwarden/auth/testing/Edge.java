package dev.giftwarden.auth.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.database.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.microprofile.config.ConfigProvider;

/// Auth's public edge as somebody with a certificate, or without one, sees it: real TLS.
public final class Edge {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http;
  private final Optional<TlsFolder> own;

  private Edge(Optional<TlsFolder> own) {
    this.own = own;
    this.http = HttpClient.newBuilder().sslContext(context(own)).connectTimeout(PATIENCE).build();
  }

  public static Edge operator() {
    return new Edge(Optional.of(folder(GiftwardenStack.pki().firstOperator())));
  }

  public static Edge partner(String account, String client) {
    var folder = TestDatabase.ofThisJvm().home().resolve("partners/" + account + "/" + client);
    GiftwardenStack.pki().issuePartner(account, client, folder);
    return new Edge(Optional.of(folder(folder)));
  }

  public static Edge stranger() {
    return new Edge(Optional.empty());
  }

  /// The certificate this edge is seen with.
  public TlsFolder certificate() {
    return own.orElseThrow();
  }

  public record Answer(int status, Map<String, String> headers, String text) {
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + text, e);
      }
    }

    /// The last part of a problem's `type`.
    public String problem() {
      return json().path("type").asText().replaceAll(".*/", "");
    }
  }

  public Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  public Answer post(String path, String json, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  public Answer postText(String path, String contentType, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public Answer postForm(String path, Map<String, String> form, String... headers) {
    var body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return postText(path, "application/x-www-form-urlencoded", body, headers);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static HttpRequest.Builder request(String path, String... headers) {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.test-ssl-port", Integer.class);
    var request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + port + path)).timeout(PATIENCE);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      var headers =
          response.headers().map().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      header -> header.getKey().toLowerCase(Locale.ROOT),
                      header -> header.getValue().getFirst()));
      return new Answer(response.statusCode(), headers, response.body());
    } catch (IOException e) {
      throw new AssertionError("no answer to " + request.build(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static SSLContext context(Optional<TlsFolder> own) {
    try {
      // Anybody's folder of this PKI trusts the root; only the key manager says who we are.
      var trust = own.orElseGet(() -> folder(GiftwardenStack.pki().firstOperator()));
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(
          own.map(folder -> new KeyManager[] {folder.keyManager()}).orElse(new KeyManager[0]),
          new TrustManager[] {trust.trustingServer(new SpiffeId.Service("auth"))},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static TlsFolder folder(Path path) {
    return TlsFolder.open(path, InstantSource.system());
  }
}
