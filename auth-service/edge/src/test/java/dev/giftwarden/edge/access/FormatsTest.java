package dev.giftwarden.edge.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How a body is written, and an answer may be.
@QuarkusTest
@QuarkusTestResource(EdgeStack.class)
class FormatsTest {
  private static final String JSON = "Content-Type: application/json";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String THING = "POST /v1/things";
  private static final String FORMS = "POST /v1/things/forms";

  @Inject EdgeWire wire;

  @BeforeEach
  void begin() {
    wire.begin();
  }

  /// @param body each character a byte
  private EdgeWire.Read ask(String line, String body, String... headers) {
    return ask(line, body.getBytes(ISO_8859_1), headers);
  }

  private EdgeWire.Read ask(String line, byte[] body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add(wire.bearer(wire.token()));
    return wire.ask("acme", line, all, body);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("E1 the head of a body says what it is in, and what nobody reads is 415:")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                                  | 200
          application/json;charset=utf-8                    | 200
          application/json; charset=UTF-8                   | 200
          application/json; charset="utf-8"                 | 200
          application/json ; CHARSET=Utf-8                  | 200
          application/json ;version=1 ; charset=utf-8       | 200
          application/json;;charset=utf-8                   | 200
          application/json;                                 | 200
          application/json; version=1                       | 200
          application/json; charset=bogus                   | 415 unsupported-media-type
          application/json; charset="bogus"                 | 415 unsupported-media-type
          application/json; charset=iso-8859-1              | 415 unsupported-media-type
          application/json; charset=utf-16                  | 415 unsupported-media-type
          application/json; charset=us-ascii                | 415 unsupported-media-type
          application/json; charset=                        | 415 unsupported-media-type
          application/json; charset=""                      | 415 unsupported-media-type
          application/json; charset                         | 415 unsupported-media-type
          application/json; charset="                       | 415 unsupported-media-type
          application/json; charset=\u00e4                  | 415 unsupported-media-type
          application/json; charset=utf-8; charset=bogus    | 415 unsupported-media-type
          application/json; charset=utf-8; charset=utf-8    | 415 unsupported-media-type
          application/json; version=1; charset=bogus        | 415 unsupported-media-type
          application/json, text/plain                      | 415 unsupported-media-type
          application/                                      | 415 unsupported-media-type
          application                                       | 415 unsupported-media-type
          /json                                             | 415 unsupported-media-type
          ;;;                                               | 415 unsupported-media-type
          text/plain                                        | 415 unsupported-media-type
          text/plain; charset=bogus                         | 415 unsupported-media-type
          application/xml                                   | 415 unsupported-media-type
          application/x-www-form-urlencoded                 | 415 unsupported-media-type
          application/x-www-form-urlencoded; charset=bogus  | 415 unsupported-media-type
          multipart/form-data; boundary=x                   | 415 unsupported-media-type
          """)
  void contentTypes(String type, String outcome) {
    EdgeWire.Read answer = ask(THING, "{\"name\":\"x\"}", "Content-Type: " + type);
    assertThat(answer.outcome()).isEqualTo(outcome);
    assertThat(answer.body()).doesNotContain("bogus").doesNotContain("dev.giftwarden");
    if (type.contains("charset=b") && !type.contains("version")) {
      assertThat(answer.detail()).isEqualTo("Send it in UTF-8: charset=utf-8, or no charset.");
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @DisplayName("E1 a charset that is none is 415 on every route, with a body or without:")
  @CsvSource({"POST,/forms", "POST,/bytes", "POST,/nothing", "GET,/public", "DELETE,/abc"})
  void charsets(String method, String path) {
    String line = method + " /v1/things" + path;
    for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "a/b")) {
      assertThat(ask(line, "a=b", "Content-Type: " + type + "; charset=bogus").outcome())
          .isEqualTo("415 unsupported-media-type");
    }
  }

  @Test
  @DisplayName("E1 two content types are 400")
  void twoTypes() {
    assertThat(ask(THING, "{\"name\":\"x\"}", JSON, "Content-Type: text/plain").outcome())
        .isEqualTo("400 malformed-request");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"gzip", "br", "deflate", "GZIP", "identity, gzip", "x", "gzip, gzip"})
  @DisplayName("E1 a coding that nobody reads is 415, and says which are read:")
  void contentEncodings(String coding) {
    for (String line : List.of(THING, FORMS, "POST /v1/nothing")) {
      EdgeWire.Read answer = ask(line, "{\"name\":\"x\"}", JSON, "Content-Encoding: " + coding);
      assertThat(answer.outcome()).isEqualTo("415 unsupported-media-type");
      assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
    }
    assertThat(ask(THING, "{\"name\":\"x\"}", JSON, "Content-Encoding: identity").status())
        .isEqualTo(200);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("E1 an Accept without a format is any, and one that is none is 406:")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Accept:                                  | 200
          Accept: ,                                | 200
          Accept: , ,,                             | 200
          Accept: application/json,                | 200
          Accept: , application/json               | 200
          Accept: */*                              | 200
          Accept:\\r\\nAccept: application/json    | 200
          Accept: text/html\\r\\nAccept: */*;q=0.1 | 200
          Accept: text/html                        | 406 not-acceptable
          Accept: text/html,                       | 406 not-acceptable
          Accept: x                                | 406 not-acceptable
          """)
  void accepts(String header, String outcome) {
    assertThat(ask("GET /v1/things", "", header.replace("\\r\\n", "\r\n")).outcome())
        .isEqualTo(outcome);
  }

  static Stream<Arguments> notUtf8() {
    return Stream.of(
        argumentSet("an overlong slash", "\u00c0\u00af"),
        argumentSet("an overlong @", "\u00c1\u0080"),
        argumentSet("an overlong slash of three", "\u00e0\u0080\u00af"),
        argumentSet("an overlong slash of four", "\u00f0\u0080\u0080\u00af"),
        argumentSet("an overlong NUL", "\u00c0\u0080"),
        argumentSet("a surrogate", "\u00ed\u00a0\u0080"),
        argumentSet("a pair of surrogates (CESU-8)", "\u00ed\u00a0\u00bc\u00ed\u00be\u0081"),
        argumentSet("beyond Unicode", "\u00f4\u0090\u0080\u0080"),
        argumentSet("five octets", "\u00f8\u0088\u0080\u0080\u0080"),
        argumentSet("a continuation alone", "\u0080"),
        argumentSet("cut short", "\u00e2\u0082"),
        argumentSet("Latin-1", "\u00e4"),
        argumentSet("no octet of UTF-8", "\u00ff"),
        argumentSet("NUL", "\u0000"));
  }

  @ParameterizedTest
  @MethodSource("notUtf8")
  @DisplayName("E1 bodies are UTF-8 to the letter, in names as in values:")
  void bodies(String octets) {
    for (String body : List.of("{\"name\":\"a?b\"}", "{\"na?me\":\"a\"}", "{\"name\":\"a\"}?")) {
      EdgeWire.Read answer = ask(THING, body.replace("?", octets), JSON);
      assertThat(answer.outcome()).as(body).isEqualTo("400 malformed-request");
      assertThat(answer.detail()).startsWith("The body is UTF-8 (RFC 3629)");
    }
    for (String body : List.of("a=b?c", "a?b=c", "?=b", "?")) {
      assertThat(ask(FORMS, body.replace("?", octets), FORM).outcome())
          .as(body)
          .isEqualTo("400 malformed-request");
    }
    String escaped = "%%%02x".repeat(octets.length()).formatted(octets.chars().boxed().toArray());
    assertThat(ask(FORMS, "a=b" + escaped, FORM).outcome()).isEqualTo("400 malformed-request");
    assertThat(ask(FORMS, escaped + "a=b", FORM).outcome()).isEqualTo("400 malformed-request");
    assertThat(ask("POST /v1/things/bytes", octets, "Content-Type: text/plain").status())
        .isEqualTo(200); // not read as text here
  }

  @Test
  @DisplayName("E1 what is UTF-8 passes, and other encodings of JSON do not, marked or not")
  void encodings() {
    String thing = "{\"name\":\"\u00e4\u20ac\ud83c\udf81\"}";
    assertThat(ask(THING, thing.getBytes(UTF_8), JSON).status()).isEqualTo(200);
    for (Charset other : List.of(UTF_16, UTF_16LE, Charset.forName("UTF-32"))) {
      assertThat(ask(THING, thing.getBytes(other), JSON).outcome())
          .as(other.name())
          .isEqualTo("400 malformed-request");
    }
    assertThat(ask(THING, "\u00ef\u00bb\u00bf{\"name\":\"x\"}", JSON).outcome())
        .as("a byte order mark (RFC 8259, section 8.1)")
        .isEqualTo("400 malformed-request");
    assertThat(ask(FORMS, "\u00ef\u00bb\u00bfa=b", FORM).outcome())
        .isEqualTo("400 malformed-request");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("E1 a form is pairs of a name and a value:")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a=b                  | {a=[b]}
          a=b&c=d              | {a=[b], c=[d]}
          a=b&a=c              | {a=[b, c]}
          a=                   | {a=[]}
          a                    | {a=[]}
          a=b=c                | {a=[b=c]}
          a=b+c%20d            | {a=[b c d]}
          %61=%c3%a4%E2%82%ac  | {a=[\u00e4\u20ac]}
          a=b;c=d              | {a=[b;c=d]}
          =                    | 400
          =b                   | 400
          &=                   | 400
          a=b&=                | 400
          a=b&=c               | 400
          &                    | 400
          a=b&                 | 400
          &a=b                 | 400
          a=b&&c=d             | 400
          a=%                  | 400
          a=%4                 | 400
          a=%zz                | 400
          a=%u0041             | 400
          %=a                  | 400
          a=%00                | 400
          a=%0a                | 400
          a=%7f                | 400
          a=%c2%80             | 400
          """)
  void forms(String body, String outcome) {
    EdgeWire.Read answer = ask(FORMS, body, FORM);
    if (outcome.equals("400")) {
      assertThat(answer.outcome()).isEqualTo("400 malformed-request");
      assertThat(answer.detail()).startsWith("A form is name=value");
    } else {
      byte[] utf8 = answer.body().getBytes(ISO_8859_1);
      assertThat(new String(utf8, UTF_8)).isEqualTo("{\"actor\":\"" + outcome + "\"}");
    }
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("E1 an error says what is true of the route that was asked:")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST /v1/things/forms | Content-Type: application/json | 415 | /openapi says which
          POST /v1/things/bytes | Content-Type: application/json | 415 | /openapi says which
          GET /v1/things        | Accept: text/html              | 406 | /openapi says in which
          """)
  void messages(String line, String header, int status, String detail) {
    EdgeWire.Read answer = ask(line, "", header);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.detail()).contains(detail).doesNotContain("json");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("E1 405 names the methods that the path has:")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DELETE /v1/things        | GET, POST
          PUT /v1/things/abc       | GET
          PUT /v1/things/forms     | GET, POST
          PUT /v1/things/operators/only | GET
          """)
  void allow(String line, String methods) {
    EdgeWire.Read answer = ask(line, "");
    assertThat(answer.outcome()).isEqualTo("405 method-not-allowed");
    assertThat(answer.header("Allow")).isEqualTo(methods);
  }
}
