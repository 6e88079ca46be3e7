package dev.giftwarden.edge.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Tls;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The host that a request is for, over sockets, so that each place can say something else.
@QuarkusTest
@QuarkusTestResource(EdgeStack.class)
class HostTest {
  @ConfigProperty(name = "edge.test.folder")
  Path folder;

  @ConfigProperty(name = "test.url.ssl")
  URI service;

  @ParameterizedTest(name = "{0}")
  @DisplayName("M3 the name in the handshake, the certificate and the request are one")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the certificate's name             | localhost | GET /v1/things/public HTTP/1.1                  | Host: localhost                   | 200
          with a port                        | localhost | GET /v1/things/public HTTP/1.1                  | Host: localhost:443               | 200
          in capitals                        | LOCALHOST | GET /v1/things/public HTTP/1.1                  | Host: LocalHost                   | 200
          a target with the same name        | localhost | GET https://localhost/v1/things/public HTTP/1.1 | Host: localhost                   | 200
          no name in the handshake           |           | GET /v1/things/public HTTP/1.1                  | Host: localhost                   | 200
          no name, and a target with ours    |           | GET https://localhost/v1/things/public HTTP/1.1 | Host: localhost                   | 200
          no name, and another host          |           | GET /v1/things/public HTTP/1.1                  | Host: gift.test                   | 421
          no name, and an address            |           | GET /v1/things/public HTTP/1.1                  | Host: 127.0.0.1                   | 421
          no name, and a target with another |           | GET https://gift.test/v1/things/public HTTP/1.1 | Host: localhost                   | 421
          no name anywhere                   |           | GET /v1/things/public HTTP/1.0                  |                                   | 421
          another service, in both           | gift.test | GET /v1/things/public HTTP/1.1                  | Host: gift.test                   | 421
          another name in the handshake      | gift.test | GET /v1/things/public HTTP/1.1                  | Host: localhost                   | 421
          another name in the header         | localhost | GET /v1/things/public HTTP/1.1                  | Host: gift.test                   | 421
          an address in the header           | localhost | GET /v1/things/public HTTP/1.1                  | Host: 127.0.0.1                   | 421
          a subdomain                        | localhost | GET /v1/things/public HTTP/1.1                  | Host: a.localhost                 | 421
          a final dot                        | localhost | GET /v1/things/public HTTP/1.1                  | Host: localhost.                  | 200
          a final dot before a port          | localhost | GET /v1/things/public HTTP/1.1                  | Host: LOCALHOST.:8443             | 200
          a final dot in a target            | localhost | GET https://localhost./v1/things/public HTTP/1.1 | Host: localhost                   | 200
          a final dot, and no name           |           | GET /v1/things/public HTTP/1.1                  | Host: localhost.                  | 200
          a final dot behind another name    | localhost | GET /v1/things/public HTTP/1.1                  | Host: gift.test.                  | 421
          two final dots                     | localhost | GET /v1/things/public HTTP/1.1                  | Host: localhost..                 | 421
          a dot alone                        | localhost | GET /v1/things/public HTTP/1.1                  | Host: .                           | 421
          a dot before the name              | localhost | GET /v1/things/public HTTP/1.1                  | Host: .localhost                  | 421
          an empty header                    | localhost | GET /v1/things/public HTTP/1.1                  | Host:                             | 421
          no header                          | localhost | GET /v1/things/public HTTP/1.1                  |                                   | 400
          no header, and an old protocol     | localhost | GET /v1/things/public HTTP/1.0                  |                                   | 421
          a header that is none              | localhost | GET /v1/things/public HTTP/1.1                  | Host: local host                  | 400
          a user before the name             | localhost | GET /v1/things/public HTTP/1.1                  | Host: localhost@gift.test         | 400
          two headers, the second another    | localhost | GET /v1/things/public HTTP/1.1                  | Host: localhost\\r\\nHost: b.test | 400
          two headers, the first another     | localhost | GET /v1/things/public HTTP/1.1                  | Host: b.test\\r\\nHost: localhost | 400
          a target with another name         | localhost | GET https://gift.test/v1/things/public HTTP/1.1 | Host: localhost                   | 421
          another listener's name, in both   | page.test | GET /v1/things/public HTTP/1.1                  | Host: page.test                   | 421
          another listener's, in the header  |           | GET /v1/things/public HTTP/1.1                  | Host: page.test.                  | 421
          a path that nobody has             | localhost | GET /v1/nothing HTTP/1.1                        | Host: gift.test                   | 421
          """)
  void hosts(String name, String dialled, String line, String header, int status)
      throws IOException {
    String more = header == null ? "" : header.replace("\\r\\n", "\r\n") + "\r\n";
    String answer = answer(dialled, line + "\r\n" + more + "Connection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.").contains(" " + status + " ");
    if (status >= 400) {
      String slug = status == 421 ? "misdirected-request" : "malformed-request";
      assertThat(answer)
          .contains("application/problem+json")
          .containsIgnoringCase("\r\nx-request-id: ")
          .contains("https://giftwarden.example/problems/" + slug)
          .doesNotContain("vertx");
    }
  }

  private String answer(String dialled, String request) throws IOException {
    TlsFolder trust = TlsFolder.open(folder.resolve("internal"), InstantSource.system());
    var context = Tls.asNobody(trust, "gift");
    try (var socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", service.getPort())) {
      var parameters = socket.getSSLParameters();
      parameters.setServerNames(
          dialled == null ? List.of() : List.of(new SNIHostName(dialled.strip())));
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
