package dev.giftwarden.auth.testing;

import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.GiftwardenStack;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.KeyInHand;
import dev.giftwarden.testkit.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/// Auth's public edge as somebody with a certificate, or without one, sees it: real TLS.
public final class Edge {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final Https http;
  private final Optional<TlsFolder> own;

  private Edge(Https http, Optional<TlsFolder> own) {
    this.http = http;
    this.own = own;
  }

  private Edge(Optional<TlsFolder> own) {
    this.own = own;
    // Anybody's folder of this PKI trusts the root; only the certificate says who we are.
    var tls =
        own.map(folder -> Tls.as(folder, "auth"))
            .orElseGet(() -> Tls.asNobody(folder(GiftwardenStack.pki().firstOperator()), "auth"));
    this.http = Https.over(tls, HttpClient.Version.HTTP_2);
  }

  public static Edge operator() {
    return new Edge(Optional.of(folder(GiftwardenStack.pki().firstOperator())));
  }

  /// Another one than the first.
  public static Edge operator(String name) {
    var folder = TestDatabase.ofThisJvm().home().resolve("operators/" + name);
    GiftwardenStack.pki().issueOperator(name, folder);
    return new Edge(Optional.of(folder(folder)));
  }

  public static Edge partner(String account, String client) {
    var folder = TestDatabase.ofThisJvm().home().resolve("partners/" + account + "/" + client);
    GiftwardenStack.pki().issuePartner(account, client, folder);
    return new Edge(Optional.of(folder(folder)));
  }

  /// @param chain PEM, as it was issued for this key
  public static Edge enrolled(KeyInHand key, String chain) {
    var home = TestDatabase.ofThisJvm().home().resolve("enrolled/" + NEXT.incrementAndGet());
    try {
      var roots = Files.readString(GiftwardenStack.pki().firstOperator().resolve("ca.crt"));
      return new Edge(Optional.of(folder(key.store(home, chain, roots))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static Edge over(TlsFolder own) {
    return new Edge(Optional.of(own));
  }

  public static Edge stranger() {
    return new Edge(Optional.empty());
  }

  /// A stranger in another network of this machine.
  public static Edge strangerAt(InetAddress address) {
    var tls = Tls.asNobody(folder(GiftwardenStack.pki().firstOperator()), "auth");
    return new Edge(
        new Https(HttpClient.newBuilder().sslContext(tls).localAddress(address).build()),
        Optional.empty());
  }

  /// The certificate this edge is seen with.
  public TlsFolder certificate() {
    return own.orElseThrow();
  }

  public Answer get(String path, String... headers) {
    return http.send(request(path, headers).GET());
  }

  public byte[] bytes(String path) {
    return http.bytes(request(path).GET());
  }

  public Answer post(String path, String json, String... headers) {
    return http.send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  public Answer patch(String path, String json, String... headers) {
    return http.send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
  }

  public Answer postText(String path, String contentType, String body, String... headers) {
    return http.send(
        request(path, headers)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public Answer postBytes(String path, String contentType, byte[] body, String... headers) {
    return http.send(
        request(path, headers)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
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
    var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private static TlsFolder folder(Path path) {
    return TlsFolder.open(path, InstantSource.system());
  }
}
