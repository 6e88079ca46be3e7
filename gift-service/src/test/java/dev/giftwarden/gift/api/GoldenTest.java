package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.Golden;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each version of the API promised: version 1 was recorded when it was all there was. Each
/// file begins on accounts of its own.
@QuarkusTest
class GoldenTest extends ApiTest {

  static Stream<Golden> files() {
    return Golden.all();
  }

  @ParameterizedTest(name = "V10 V2 {0}")
  @MethodSource("files")
  @DisplayName("V10 V2 every recorded request is answered byte for byte as it was:")
  void answersAsRecorded(Golden golden) {
    String mine = "golden-" + golden.toString().replace(".txt", "").replace('/', '-');
    String theirs = mine + "-other";
    Map<String, Partner> callers =
        Map.of(
            "masked", partner(mine),
            "older", partner(mine, token -> token.versions(ApiVersion.V1)),
            "seeing", partner(mine, TestToken::exposePii),
            "north", partner(mine, token -> token.subAccounts("north")),
            "reader", partner(mine, token -> token.scopes(Scope.GIFTS_READ, Scope.BUDGETS_READ)),
            "newer", partner(mine, token -> token.versions(ApiVersion.V2)),
            "limited", partner(mine, GoldenTest::limited),
            "other", partner(theirs),
            "nobody", Partner.withoutToken(stack(), mine));

    String now =
        golden.replay((name, request) -> send(Objects.requireNonNull(callers.get(name)), request));

    assertThat(now).isEqualTo(golden.recorded());
  }

  private static TestToken limited(TestToken token) {
    var limit =
        new SpendLimit(
            new MinorUnits(5_000), CurrencyCode.of("EUR"), SpendPeriod.ONCE, new MinorUnits(3_000));
    return token.spending("Golden000001", limit);
  }

  private static Answer send(Partner caller, Golden.Request request) {
    Partner partner = caller;
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      partner = partner.with(header.getKey(), header.getValue());
    }
    return partner.send(request.method(), request.path(), request.body());
  }
}
