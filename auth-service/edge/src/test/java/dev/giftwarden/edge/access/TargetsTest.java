package dev.giftwarden.edge.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.refusal.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way of writing a target, and the one answer to each: what decides about a request reads
/// the same target as what serves it.
@QuarkusTest
@QuarkusTestResource(EdgeStack.class)
class TargetsTest {
  private static final String KEY = "gwk_test_4fKq81ZpWc0x_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

  @Inject EdgeWire wire;
  @Inject ThingBeans sink;

  @BeforeEach
  void begin() {
    wire.begin();
  }

  private EdgeWire.Read get(String target, String... headers) {
    return wire.ask("acme", "GET " + target, headers);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("V1 Z3 a target has one answer, and a token of no version passes in no writing:")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/things                          | 200                   | 403 version-not-granted
          /v1/things?limit=1                  | 200                   | 403 version-not-granted
          /v1/things?limit=%31                | 200                   | 403 version-not-granted
          /%76%31/things                      | 200                   | 403 version-not-granted
          /v%31/%74hings                      | 200                   | 403 version-not-granted
          https://localhost/v1/things         | 200                   | 403 version-not-granted
          HTTPS://LOCALHOST/v1/things         | 200                   | 403 version-not-granted
          /V1/things                          | 404 not-found         | 404 not-found
          /v1/Things                          | 404 not-found         | 404 not-found
          /v2/things                          | 404 not-found         | 404 not-found
          /v1/things/                         | 404 not-found         | 404 not-found
          /v1/things/?limit=1                 | 404 not-found         | 404 not-found
          /v1/                                | 404 not-found         | 404 not-found
          /                                   | 404 not-found         | 404 not-found
          https://localhost                   | 404 not-found         | 404 not-found
          /v1;x/things                        | 400 malformed-request | 400 malformed-request
          /v1;/things                         | 400 malformed-request | 400 malformed-request
          /v1/things;x                        | 400 malformed-request | 400 malformed-request
          /v1/things;x=y                      | 400 malformed-request | 400 malformed-request
          /;x/v1/things                       | 400 malformed-request | 400 malformed-request
          /v1%3Bx/things                      | 400 malformed-request | 400 malformed-request
          /v1%3bx/things                      | 400 malformed-request | 400 malformed-request
          /v1%253Bx/things                    | 400 malformed-request | 400 malformed-request
          //v1/things                         | 400 malformed-request | 400 malformed-request
          /v1//things                         | 400 malformed-request | 400 malformed-request
          /v1/things//                        | 400 malformed-request | 400 malformed-request
          //                                  | 400 malformed-request | 400 malformed-request
          /./v1/things                        | 400 malformed-request | 400 malformed-request
          /v1/./things                        | 400 malformed-request | 400 malformed-request
          /v1/things/.                        | 400 malformed-request | 400 malformed-request
          /v2/../v1/things                    | 400 malformed-request | 400 malformed-request
          /v1/things/..                       | 400 malformed-request | 400 malformed-request
          /../v1/things                       | 400 malformed-request | 400 malformed-request
          /%2e/v1/things                      | 400 malformed-request | 400 malformed-request
          /x/%2e%2e/v1/things                 | 400 malformed-request | 400 malformed-request
          /x/.%2E/v1/things                   | 400 malformed-request | 400 malformed-request
          /x/%252e%252e/v1/things             | 400 malformed-request | 400 malformed-request
          /v1%2Fthings                        | 400 malformed-request | 400 malformed-request
          /v1%2fthings                        | 400 malformed-request | 400 malformed-request
          /%2Fv1/things                       | 400 malformed-request | 400 malformed-request
          /v1%5Cthings                        | 400 malformed-request | 400 malformed-request
          /v1\\things                         | 400 malformed-request | 400 malformed-request
          \\v1\\things                        | 404 not-found         | 404 not-found
          /v1/things%00                       | 400 malformed-request | 400 malformed-request
          /v1/things%0d%0a                    | 400 malformed-request | 400 malformed-request
          /v1/things%7f                       | 400 malformed-request | 400 malformed-request
          /v1/things%3Flimit=1                | 400 malformed-request | 400 malformed-request
          /v1/things%23                       | 400 malformed-request | 400 malformed-request
          /v1/things#a                        | 400 malformed-request | 400 malformed-request
          /v1%c0%afthings                     | 400 malformed-request | 400 malformed-request
          /v1%e0%80%afthings                  | 400 malformed-request | 400 malformed-request
          /v1/%ed%a0%80                       | 400 malformed-request | 400 malformed-request
          /v1/%e2%82                          | 400 malformed-request | 400 malformed-request
          /v1/%f4%90%80%80                    | 400 malformed-request | 400 malformed-request
          /v1/%ff                             | 400 malformed-request | 400 malformed-request
          /v1/things%                         | 400 malformed-request | 400 malformed-request
          /v1/things%2                        | 400 malformed-request | 400 malformed-request
          /v1/things%zz                       | 400 malformed-request | 400 malformed-request
          /v1/things%u0041                    | 400 malformed-request | 400 malformed-request
          /v1/th\u00efngs                     | 400 malformed-request | 400 malformed-request
          v1/things                           | 404 not-found         | 404 not-found
          *                                   | 404 not-found         | 404 not-found
          https://localhost?a=/v1/things      | 400 malformed-request | 400 malformed-request
          ftp://localhost/v1/things           | 400 malformed-request | 400 malformed-request
          https:/v1/things                    | 404 not-found         | 404 not-found
          /v1/things?limit=1;limit=2          | 400 malformed-request | 400 malformed-request
          /v1/things?;                        | 400 malformed-request | 400 malformed-request
          /v1/things?limit=%c0%b1             | 400 malformed-request | 400 malformed-request
          /v1/things?limit=1%00               | 400 malformed-request | 400 malformed-request
          /v1/things?limit=%                  | 400 malformed-request | 400 malformed-request
          /v1/things?limit=1#a                | 400 malformed-request | 400 malformed-request
          """)
  void targets(String target, String right, String other) {
    assertThat(get(target, wire.bearer(wire.token())).outcome()).isEqualTo(right);
    assertThat(get(target, wire.bearer(wire.token().versions())).outcome()).isEqualTo(other);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/v1/things?apiKey=KEY",
        "/v1/things?KEY",
        "/v1/things?KEY=",
        "/v1/things?a=b&KEY=c",
        "/v1/things;k=KEY",
        "/v1/things;KEY",
        "/v1;KEY/things",
        "/v1/things%3Bk=KEY",
        "/v1/things/KEY",
        "/nope/KEY",
        "/KEY",
        "/openapi?k=KEY",
        "/openapi?KEY",
        "/q/metrics?k=KEY",
        "/v1/things/public?key=KEY",
        "//KEY",
        "/../KEY",
        "/v1/things?a=%&KEY",
        "/v1/things#KEY",
        "KEY",
        "https://localhost/v1/things?KEY",
        "https://KEY@localhost/v1/things",
        "/v1/things?q=%67wk%5Ftest",
        "/v1/things?q=%67%77%6b%5f",
        "/v1/things?%67wk_test",
        "/v1/things?q=%2567wk_test",
        "/v1/things?q=gwk%255Ftest",
        "/v1/things?q=%25%36%37wk_test",
        "/v1/things?q=%252567wk_test",
        "/%67wk_test",
        "/v1/things;k=%2567wk_test",
        "/v1/things/?k=KEY",
        "/V1/things?k=KEY"
      })
  @DisplayName("K8 a key anywhere in a target is refused and recorded, and nothing repeats it:")
  void keys(String target) {
    EdgeWire.Read answer = get(target.replace("KEY", KEY), wire.bearer(wire.token()));
    assertThat(answer.outcome()).isEqualTo("400 key-in-url");
    assertThat(answer.detail()).contains("Revoke this one");
    assertThat(answer.head() + answer.body()).doesNotContain(KEY.substring(9));
    assertThat(sink.denials).hasSize(1);
    Denial denial = sink.denials.getFirst();
    assertThat(denial.reason()).isEqualTo(Refusal.CREDENTIAL_IN_URL);
    assertThat(denial.action()).matches("GET /v1/things(/public|/\\{id})?|other");
    assertThat(denial.origin().certificate()).isPresent();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "GET /v1/things?key=KEY&pad=LONG, A: b",
    "GET /v1/things?pad=LONG&key=KEY HTTP/1.1, A: b",
    "GET /v1/things?pad=LONG&key=%67wk%255ftest HTTP/1.1, A: b",
    "GET /LONG/KEY, A: b",
    "GET /v1/things?key=KEY, A: LONGLONGLONG",
    "GET /v1/things?key=KEY HTTP/3.0, A: b",
    "GET /v1/things?key=KEY with a blank, A: b",
    "GET /v1/things?key=KEY, A : b",
  })
  @DisplayName("K8 a key in what is too long or too broken for a request is found all the same:")
  void keysOfNoRequest(String line, String header) {
    String pad = "x".repeat(9_000);
    EdgeWire.Read answer =
        wire.ask(
            "acme", line.replace("KEY", KEY).replace("LONG", pad), header.replace("LONG", pad));
    assertThat(answer.outcome()).isEqualTo("400 key-in-url");
    assertThat(answer.detail()).contains("Revoke this one");
    assertThat(answer.head() + answer.body()).doesNotContain(KEY.substring(9));
    assertThat(sink.denials).extracting(Denial::reason).containsExactly(Refusal.CREDENTIAL_IN_URL);
    assertThat(sink.denials.getFirst().origin().requestId())
        .hasToString(answer.header("X-Request-Id"));
  }

  @Test
  @DisplayName("K8 a key in a URL is recorded under the route that was asked for, if it was one")
  void action() {
    get("/v1/things?k=" + KEY);
    get("/v1/things/public?k=" + KEY);
    get("/nope?k=" + KEY);
    assertThat(sink.denials)
        .extracting(Denial::action)
        .containsExactly("GET /v1/things", "GET /v1/things/public", "other");
  }

  @Test
  @DisplayName("K8 what only resembles a key's beginning is no key")
  void noKeys() {
    assertThat(get("/v1/things?limit=1", wire.bearer(wire.token())).status()).isEqualTo(200);
    assertThat(get("/v1/things?q=gwk").outcome()).isNotEqualTo("400 key-in-url");
    assertThat(get("/gwk%5").outcome()).isEqualTo("400 malformed-request");
    assertThat(sink.denials).extracting(Denial::reason).doesNotContain(Refusal.CREDENTIAL_IN_URL);
  }
}
