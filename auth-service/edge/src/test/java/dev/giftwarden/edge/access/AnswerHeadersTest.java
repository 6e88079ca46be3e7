package dev.giftwarden.edge.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What every answer says about itself, whoever makes it.
@QuarkusTest
@QuarkusTestResource(EdgeStack.class)
class AnswerHeadersTest {
  @Inject EdgeWire wire;

  @BeforeEach
  void begin() {
    wire.begin();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("E1 every answer forbids guessing, plain HTTP and, unless it is public, keeping it:")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an account's data      | GET /v1/things                    | A: b                         | 200 | no-store
          its head               | HEAD /v1/things                   | A: b                         | 200 | no-store
          a public page          | GET /v1/things/public             | A: b                         | 200 |
          a public page's head   | HEAD /v1/things/public            | A: b                         | 200 |
          what public posts say  | POST /v1/things/bytes             | Content-Type: text/plain     | 200 | no-store
          a public page's fault  | GET /v1/things/boom               | A: b                         | 500 | no-store
          a public page's error  | GET /v1/things/public?a=b         | A: b                         | 400 | no-store
          methods                | OPTIONS /v1/things                | A: b                         | 200 | no-store
          no route               | GET /nothing                      | A: b                         | 404 | no-store
          no method              | PUT /v1/things                    | A: b                         | 405 | no-store
          no format              | GET /v1/things                    | Accept: text/html            | 406 | no-store
          no media type          | POST /v1/things                   | Content-Type: text/html      | 415 | no-store
          no charset             | POST /v1/things                   | Content-Type: a/b; charset=x | 415 | no-store
          a key in the URL       | GET /v1/things?gwk_x              | A: b                         | 400 | no-store
          a bad target           | GET /v1/things;a                  | A: b                         | 400 | no-store
          a nameless thing       | GET /v1/things/                   | A: b                         | 404 | no-store
          another host           | GET https://x.test/v1/things      | A: b                         | 421 | no-store
          a long line            | GET /v1/LONG                      | A: b                         | 414 | no-store
          long headers           | GET /v1/things                    | A: LONG                      | 431 | no-store
          no HTTP                | GET /v1/ things                   | A: b                         | 400 | no-store
          too long a body        | POST /v1/things                   | Content-Length: 99999        | 413 | no-store
          no token               | GET /v1/things/operators/only     | A: b                         | 403 | no-store
          """)
  void answers(String name, String line, String header, int status, String kept) {
    List<String> headers =
        List.of(header.replace("LONG", "x".repeat(30_000)), wire.bearer(wire.token()));
    EdgeWire.Read answer =
        wire.ask("acme", line.replace("LONG", "x".repeat(9_000)), headers, new byte[0]);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    assertThat(answer.header("Cache-Control")).isEqualTo(kept == null ? "" : kept);
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
  }
}
