package dev.giftwarden.auth.client.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.testing.TestToken;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("E5 T3 what a token says of its account's plan")
class PlanClaimTest {
  private static final String NAME = "gw_plan";

  private static TokenClaims token(Plan plan) {
    return new TestToken("https://auth.example", Instant.EPOCH).plan(plan).claims();
  }

  @Test
  @DisplayName("E5 enterprise is written, and read as it was")
  void written() {
    var claims = token(Plan.ENTERPRISE);
    assertThat(claims.toMap()).containsEntry(NAME, "enterprise");
    assertThat(TokenCodec.read(claims.toMap())).isEqualTo(claims);
  }

  @Test
  @DisplayName("E5 a token that says nothing is of a standard account, as those of before are")
  void absent() {
    var claims = token(Plan.STANDARD);
    assertThat(claims.toMap()).doesNotContainKey(NAME);
    assertThat(TokenCodec.read(claims.toMap()).grant().orElseThrow().plan())
        .isEqualTo(Plan.STANDARD);
    var without = token(Plan.ENTERPRISE).grant().orElseThrow().withoutPlan();
    assertThat(without).isEqualTo(token(Plan.STANDARD).grant().orElseThrow());
  }

  @ParameterizedTest(name = "E5 {0}")
  @ValueSource(strings = {"", "Enterprise", "ENTERPRISE", "enterprise ", "unlimited", "null"})
  @DisplayName("E5 a plan that this version does not know is refused")
  void refused(String plan) {
    var claims = new HashMap<>(token(Plan.ENTERPRISE).toMap());
    claims.put(NAME, plan);
    assertThatThrownBy(() -> TokenCodec.read(claims)).isInstanceOf(IllegalArgumentException.class);
    claims.put(NAME, List.of("enterprise"));
    assertThatThrownBy(() -> TokenCodec.read(claims)).isInstanceOf(IllegalArgumentException.class);
    claims.put(NAME, null);
    assertThatThrownBy(() -> TokenCodec.read(claims)).isInstanceOf(IllegalArgumentException.class);
  }
}
