package dev.giftwarden.gift.testing;

import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.Tls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A partner's program: a certificate of its own, a token bound to it, and an HTTP client that
/// knows nothing of ours.
public final class Partner {

  private final GiftStack stack;
  private final Https client;
  private final Map<String, String> headers = new TreeMap<>();
  private final List<Map.Entry<String, String>> more = new ArrayList<>();

  private Partner(GiftStack stack, Https client) {
    this.stack = stack;
    this.client = client;
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
    return tls(folder(account)).own().thumbprint();
  }

  /// A partner of `account` over its certificate, with no other credential.
  public static Partner withoutToken(GiftStack stack, String account) {
    return new Partner(stack, http(folder(account)));
  }

  /// Somebody without a certificate.
  public static Partner stranger(GiftStack stack) {
    return new Partner(stack, http(null));
  }

  /// The same over HTTP/2.
  public Partner http2() {
    return over(HttpClient.Version.HTTP_2);
  }

  /// The same over a connection of its own, as of whoever comes back after one was cut.
  public Partner anew() {
    return over(client.client().version());
  }

  private Partner over(HttpClient.Version version) {
    Partner other = new Partner(stack, Https.over(client.client().sslContext(), version));
    other.headers.putAll(headers);
    return other;
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

  /// Sends the header once more than before.
  public Partner also(String header, String value) {
    Partner other = new Partner(stack, client);
    other.headers.putAll(headers);
    other.more.addAll(more);
    other.more.add(Map.entry(header, value));
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
    return publish(
        method, path, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  /// Sends a body as it comes.
  public Answer upload(String path, BodyPublisher body) {
    return publish("POST", path, body);
  }

  private Answer publish(String method, String path, BodyPublisher publisher) {
    var request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + stack.publicPort() + path))
            .header("Content-Type", "application/json")
            .method(method, publisher);
    headers.forEach(request::setHeader);
    more.forEach(header -> request.header(header.getKey(), header.getValue()));
    return client.send(request);
  }

  private static synchronized Path folder(String account) {
    TestDatabase database = TestDatabase.ofThisJvm();
    Path folder = database.home().resolve("partner-" + account);
    if (!folder.resolve("tls.crt").toFile().exists()) {
      database.pki().issuePartner(account, "erp", folder);
    }
    return folder;
  }

  private static Https http(@Nullable Path certificate) {
    SSLContext tls =
        certificate == null
            ? Tls.asNobody(tls(TestDatabase.ofThisJvm().home().resolve("gift/public")), "gift")
            : Tls.as(tls(certificate), "gift");
    return Https.over(tls, HttpClient.Version.HTTP_1_1);
  }

  private static TlsFolder tls(Path folder) {
    return TlsFolder.open(folder, InstantSource.system());
  }
}
