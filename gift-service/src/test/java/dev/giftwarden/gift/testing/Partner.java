package dev.giftwarden.gift.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// A partner's program: a certificate of its own, a token bound to it, and an HTTP client that
/// knows nothing of ours.
public final class Partner {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final GiftStack stack;
  private final HttpClient client;
  private final Map<String, String> headers = new TreeMap<>();

  private Partner(GiftStack stack, HttpClient client) {
    this.stack = stack;
    this.client = client;
  }

  /// An answer, its body read as JSON.
  public record Answer(int status, Map<String, String> headers, String text, JsonNode body) {

    public String problem() {
      String type = body.path("type").asText();
      return type.substring(type.lastIndexOf('/') + 1);
    }

    public String id() {
      return body.path("id").asText();
    }
  }

  /// A partner of `account` with a token that is bound to its certificate.
  public static Partner of(GiftStack stack, String account, UnaryOperator<TestToken> token) {
    Path folder = folder(account);
    Partner partner = new Partner(stack, http(folder));
    TestToken asked = stack.auth().token().account(account).boundTo(thumbprint(account));
    return partner.bearer(stack.auth().mint(token.apply(asked)));
  }

  /// What a token must be bound to for the certificate that partners of `account` show.
  public static Thumbprint thumbprint(String account) {
    return TlsFolder.open(folder(account), InstantSource.system()).own().thumbprint();
  }

  /// A partner of `account` over its certificate, with no other credential.
  public static Partner withoutToken(GiftStack stack, String account) {
    return new Partner(stack, http(folder(account)));
  }

  /// Somebody without a certificate.
  public static Partner stranger(GiftStack stack) {
    return new Partner(stack, http(null));
  }

  public Partner bearer(String token) {
    return with("Authorization", "Bearer " + token);
  }

  public Partner with(String header, String value) {
    Partner other = new Partner(stack, client);
    other.headers.putAll(headers);
    other.headers.put(header, value);
    return other;
  }

  /// What this one sends as `name`, for another to send as well.
  public String header(String name) {
    return Objects.requireNonNull(headers.get(name));
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer post(String path, @Nullable String json) {
    return send("POST", path, json);
  }

  public Answer send(String method, String path, @Nullable String body) {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + stack.publicPort() + path))
            .header("Content-Type", "application/json")
            .method(method, publisher);
    headers.forEach(request::setHeader);
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      Map<String, String> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      answer.headers().map().forEach((name, values) -> named.put(name, values.getFirst()));
      return new Answer(answer.statusCode(), named, answer.body(), json(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String body) throws IOException {
    return body.startsWith("{") ? JSON.readTree(body) : JSON.createObjectNode();
  }

  private static synchronized Path folder(String account) {
    TestDatabase database = TestDatabase.ofThisJvm();
    Path folder = database.home().resolve("partner-" + account);
    if (!folder.resolve("tls.crt").toFile().exists()) {
      database.pki().issuePartner(account, "erp", folder);
    }
    return folder;
  }

  private static HttpClient http(@Nullable Path certificate) {
    TestDatabase database = TestDatabase.ofThisJvm();
    TlsFolder trust =
        TlsFolder.open(database.home().resolve("gift/public"), InstantSource.system());
    try {
      var tls = SSLContext.getInstance("TLSv1.3");
      KeyManager[] keys =
          certificate == null
              ? null
              : new KeyManager[] {TlsFolder.open(certificate, InstantSource.system()).keyManager()};
      var gift = trust.trustingServer(new SpiffeId.Service("gift"));
      tls.init(keys, new TrustManager[] {gift}, null);
      return HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
