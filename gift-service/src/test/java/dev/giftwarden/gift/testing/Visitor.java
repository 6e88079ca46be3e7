package dev.giftwarden.gift.testing;

import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.Tls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/// Somebody who opens links: no certificate, no token.
public final class Visitor {

  public static final String FORM = "application/x-www-form-urlencoded";

  private final GiftStack stack;
  private final Https client;
  private final Map<String, String> headers;

  public Visitor(GiftStack stack) {
    this(stack, client(), Map.of());
  }

  private Visitor(GiftStack stack, Https client, Map<String, String> headers) {
    this.stack = stack;
    this.client = client;
    this.headers = headers;
  }

  private static Https client() {
    var folder =
        TlsFolder.open(
            TestDatabase.ofThisJvm().home().resolve("gift/public"), InstantSource.system());
    return Https.over(Tls.asNobody(folder, "gift"), HttpClient.Version.HTTP_1_1);
  }

  public Visitor preferring(String languages) {
    return with("Accept-Language", languages);
  }

  private Visitor with(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Visitor(stack, client, more);
  }

  public Answer get(String path) {
    return send("GET", path, "", "");
  }

  public Answer post(String path, String form) {
    return send("POST", path, FORM, form);
  }

  public Answer send(String method, String path, String type, String body) {
    var request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + stack.claimPort() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    headers.forEach(request::header);
    return client.send(request);
  }
}
