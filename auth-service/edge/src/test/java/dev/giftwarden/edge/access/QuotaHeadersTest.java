package dev.giftwarden.edge.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Scope;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which answers say where their caller stands, and what each call takes.
@QuarkusTest
@QuarkusTestResource(EdgeStack.class)
@DisplayName("E5 where a caller stands")
class QuotaHeadersTest {
  private static final String STANDARD =
      "\"key\";q=6000;w=60, \"client\";q=12000;w=60, \"account\";q=30000;w=60";
  private static final String ENTERPRISE =
      "\"key\";q=30000;w=60, \"client\";q=60000;w=60, \"account\";q=150000;w=60";
  private static final Pattern LIMIT =
      Pattern.compile("\"key\";r=(\\d+);t=(\\d+), \"client\";r=(\\d+);t=\\2, .*;r=(\\d+);t=\\2");

  @Inject EdgeWire wire;

  @BeforeEach
  void begin() {
    wire.begin();
  }

  @ParameterizedTest(name = "E5 {0} is {1}")
  @CsvSource({
    "GET /v1/things,                200",
    "GET /v1/things/abc,            404",
    "GET /v1/things?none=1,         400",
    "GET /v1/things/operators/only, 403",
    "POST /v1/things,               200",
  })
  @DisplayName("E5 is in each answer to a proven partner, served or refused:")
  void proven(String line, int status) {
    String bearer = wire.bearer(wire.token());
    var answer = wire.ask("acme", line, bearer);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("RateLimit-Policy")).isEqualTo(STANDARD);
    assertThat(answer.header("RateLimit")).matches(LIMIT);
  }

  @Test
  @DisplayName("E5 is by the plan that the token says")
  void plan() {
    var answer =
        wire.ask("acme", "GET /v1/things", wire.bearer(wire.token().plan(Plan.ENTERPRISE)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("RateLimit-Policy")).isEqualTo(ENTERPRISE);
  }

  @Test
  @DisplayName(
      "E5 is lowered by what a scope too little refuses, and by nothing that proves nothing")
  void takes() {
    String bearer = wire.bearer(wire.token().key("000000000E51"));
    String narrow = wire.bearer(wire.token().key("000000000E51").scopes(Scope.AUDIT_READ));
    for (int attempt = 0; attempt < 3; attempt++) {
      long[] before = left(wire.ask("acme", "GET /v1/things", bearer));
      var forbidden = wire.ask("acme", "GET /v1/things", narrow);
      assertThat(forbidden.outcome()).isEqualTo("403 insufficient-scope");
      var thief = wire.ask("bluebird", "GET /v1/things", bearer);
      assertThat(thief.outcome()).isEqualTo("401 certificate-mismatch");
      var stranger = wire.ask("none", "GET /v1/things");
      assertThat(stranger.outcome()).isEqualTo("401 credentials-missing");
      var holder = wire.ask("acme", "GET /v1/things", "Authorization: Bearer x");
      assertThat(holder.outcome()).isEqualTo("401 token-invalid");
      for (var unproven : new EdgeWire.Read[] {thief, stranger, holder}) {
        assertThat(unproven.header("RateLimit") + unproven.header("RateLimit-Policy")).isEmpty();
      }
      long[] after = left(wire.ask("acme", "GET /v1/things", bearer));
      if (after[3] <= before[3]) { // in the same window
        assertThat(after[0]).isEqualTo(before[0] - 2);
        assertThat(after[1]).isEqualTo(before[1] - 2);
        assertThat(after[2]).isEqualTo(before[2] - 2);
        return;
      }
    }
    throw new AssertionError("no three calls within a minute");
  }

  /// Of the key, the client and the account, and the seconds until there is more.
  private static long[] left(EdgeWire.Read answer) {
    Matcher limit = LIMIT.matcher(answer.header("RateLimit"));
    assertThat(limit.matches()).as(answer.head()).isTrue();
    return Arrays.stream(new int[] {1, 3, 4, 2})
        .mapToLong(group -> Long.parseLong(limit.group(group)))
        .toArray();
  }
}
