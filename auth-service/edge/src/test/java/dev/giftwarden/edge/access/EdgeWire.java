package dev.giftwarden.edge.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.testing.TestAuth;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Tls;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Requests as they are written, byte for byte: an HTTP client mends what it is told to send. And
/// what their senders have: acme's certificate and tokens, olga the operator's certificate.
@Singleton
final class EdgeWire {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MILLIS = 20_000;

  private final Path folder;
  private final TestAuth auth;
  private final ThingBeans sink;

  EdgeWire(@ConfigProperty(name = "edge.test.folder") Path folder, TestAuth auth, ThingBeans sink) {
    this.folder = folder;
    this.auth = auth;
    this.sink = sink;
  }

  /// Before each test: the service knows auth's keys, and has refused nobody.
  void begin() {
    auth.awaitConsumers(1);
    sink.denials.clear();
  }

  /// What acme may do, over its own certificate.
  TestToken token() {
    var acme = TlsFolder.open(folder.resolve("acme"), InstantSource.system()).own();
    return auth.token().boundTo(acme.thumbprint()).scopes(Scope.GIFTS_READ, Scope.GIFTS_SEND);
  }

  String bearer(TestToken token) {
    return "Authorization: Bearer " + auth.mint(token);
  }

  /// An answer, as it was read.
  record Read(int status, String head, String body) {
    /// `400 malformed-request`, or the status alone.
    String outcome() {
      int slug = body.indexOf("/problems/");
      return slug < 0
          ? Integer.toString(status)
          : status + " " + body.substring(slug + "/problems/".length(), body.indexOf('"', slug));
    }

    String detail() {
      try {
        JsonNode document = JSON.readTree(body);
        return document.path("detail").asText();
      } catch (JsonProcessingException e) {
        throw new AssertionError(body, e);
      }
    }

    /// Empty: it is not there.
    String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  /// @param as whose certificate is shown; `none`: nobody's
  /// @param line method and target
  /// @param headers besides `Host`, each character a byte
  Read ask(String as, String line, List<String> headers, byte[] body) {
    var request = new StringBuilder(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    headers.forEach(header -> request.append(header).append("\r\n"));
    if (body.length > 0) {
      request.append("Content-Length: ").append(body.length).append("\r\n");
    }
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(request.append("\r\n").toString().getBytes(ISO_8859_1));
    bytes.writeBytes(body);
    return read(send(as, bytes.toByteArray()));
  }

  Read ask(String as, String line, String... headers) {
    return ask(as, line, List.of(headers), new byte[0]);
  }

  private String send(String as, byte[] request) {
    try (var socket =
        (SSLSocket) context(as).getSocketFactory().createSocket("127.0.0.1", port())) {
      var parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName("localhost")));
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request);
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Known once the service listens.
  private static int port() {
    return ConfigProvider.getConfig().getValue("test.url.ssl", URI.class).getPort();
  }

  private SSLContext context(String as) {
    boolean nobody = as.equals("none");
    TlsFolder tls =
        TlsFolder.open(folder.resolve(nobody ? "internal" : as), InstantSource.system());
    return nobody ? Tls.asNobody(tls, "gift") : Tls.as(tls, "gift");
  }

  private static Read read(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no answer: " + answer);
    }
    int status = Integer.parseInt(answer.substring(0, end).split(" ")[1]);
    return new Read(status, answer.substring(0, end), answer.substring(end + 4));
  }
}
