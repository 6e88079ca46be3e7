package dev.giftwarden.edge.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.refusal.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a page of another site can have a browser do, which shows the certificate of whoever sits
/// before it.
@QuarkusTest
@QuarkusTestResource(EdgeStack.class)
class CrossSiteTest {
  private static final String MIXED = "GET /v1/things/operators/mixed";

  @Inject EdgeWire wire;
  @Inject ThingBeans sink;

  @BeforeEach
  void begin() {
    wire.begin();
  }

  private String ask(String as, String line, String... headers) {
    return wire.ask(as, line, headers).outcome();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("Z3 a certificate alone does nothing for a page of another site:")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Accept: */*                     | 200
          Sec-Fetch-Site: none            | 200
          Sec-Fetch-Site: same-origin     | 200
          Origin: https://evil.example    | 403 cross-site
          Origin: null                    | 403 cross-site
          Origin:                         | 403 cross-site
          Origin: https://localhost       | 403 cross-site
          Sec-Fetch-Site: cross-site      | 403 cross-site
          Sec-Fetch-Site: same-site       | 403 cross-site
          Sec-Fetch-Site: Cross-Site      | 403 cross-site
          Sec-Fetch-Site:                 | 403 cross-site
          Sec-Fetch-Site: none, cross-site | 403 cross-site
          Sec-Fetch-Site: none\\r\\nSec-Fetch-Site: cross-site | 403 cross-site
          sec-fetch-site: cross-site      | 403 cross-site
          ORIGIN: https://evil.example    | 403 cross-site
          """)
  void operators(String header, String outcome) {
    String sent = header.replace("\\r\\n", "\r\n");
    for (String line : List.of("GET /v1/things/operators/only", MIXED)) {
      sink.denials.clear();
      assertThat(ask("olga", line, sent)).as(line).isEqualTo(outcome);
      if (!outcome.equals("200")) {
        assertThat(sink.denials).extracting(Denial::reason).containsExactly(Refusal.CROSS_SITE);
        assertThat(sink.denials.getFirst().action()).isEqualTo(line);
        assertThat(sink.denials.getFirst().anonymous()).isFalse();
      }
    }
  }

  @Test
  @DisplayName("Z3 no route of any kind takes it, and whoever shows no certificate is as before")
  void everyRoute() {
    String page = "Origin: https://evil.example";
    for (String line : List.of("GET /v1/things", "POST /v1/things", "GET /v1/things/public")) {
      List<String> headers = new ArrayList<>(List.of(page));
      if (line.startsWith("POST")) {
        headers.add("Content-Type: application/json");
        headers.add("Content-Length: 0");
      }
      for (String as : List.of("olga", "acme")) {
        assertThat(ask(as, line, headers.toArray(String[]::new)))
            .as(line)
            .isEqualTo("403 cross-site");
      }
    }
    assertThat(ask("none", "GET /v1/things/public", page)).isEqualTo("200");
    assertThat(ask("none", "GET /v1/things", page)).isEqualTo("401 credentials-missing");
  }

  @Test
  @DisplayName("Z3 a token says that its holder means it, from a page too")
  void tokens() {
    String bearer = wire.bearer(wire.token());
    String page = "Origin: https://app.example";
    assertThat(ask("acme", "GET /v1/things", page, bearer)).isEqualTo("200");
    assertThat(ask("acme", "GET /v1/things", page, "Authorization: Bearer x"))
        .isEqualTo("401 token-invalid");
    assertThat(ask("olga", MIXED, page, bearer)).isEqualTo("400 two-credentials");
    assertThat(ask("olga", MIXED, page, "Authorization: Basic eDp5")).isEqualTo("403 cross-site");
  }
}
