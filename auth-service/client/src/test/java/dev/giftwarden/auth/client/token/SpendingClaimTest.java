package dev.giftwarden.auth.client.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.auth.client.testing.TestToken;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("K18 T3 what a token says of its key's limit")
class SpendingClaimTest {
  private static final String NAME = "gw_spending";

  @Test
  @DisplayName("K18 it is written like this, and read as it was")
  void form() {
    var claims = token(new MinorUnits(5_000)).claims();
    assertThat(claims.toMap().get(NAME))
        .isEqualTo(
            Map.of(
                "root", "0123456789AB",
                "amount", 50_000L,
                "currency", "USD",
                "period", "week",
                "per_gift", 5_000L));
    assertThat(TokenCodec.read(claims.toMap())).isEqualTo(claims);
    var simple = token(null).claims();
    assertThat((Map<?, ?>) simple.toMap().get(NAME)).hasSize(4);
    assertThat(TokenCodec.read(simple.toMap())).isEqualTo(simple);
  }

  @Test
  @DisplayName("K18 a token of a key without a limit is that of the version before")
  void absent() {
    var claims = new TestToken("https://auth.example", Instant.EPOCH).claims();
    assertThat(claims.toMap()).doesNotContainKey(NAME);
    assertThat(token(null).claims().grant().orElseThrow().withoutSpending().spending()).isEmpty();
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("nothing in it", Map::clear),
        damage("no root", claim -> claim.remove("root")),
        damage("no amount", claim -> claim.remove("amount")),
        damage("no currency", claim -> claim.remove("currency")),
        damage("no period", claim -> claim.remove("period")),
        damage("a root that is no key", claim -> claim.put("root", "key:0123456789AB")),
        damage("an amount of nothing", claim -> claim.put("amount", 0L)),
        damage("an amount as text", claim -> claim.put("amount", "50000")),
        damage("an amount with a fraction", claim -> claim.put("amount", 0.5)),
        damage("a period of a later version", claim -> claim.put("period", "year")),
        damage("more per gift than there is", claim -> claim.put("per_gift", 50_001L)),
        damage("per gift null", claim -> claim.put("per_gift", null)),
        damage("a limit of a later version", claim -> claim.put("per_recipient", 1L)));
  }

  private static Arguments damage(String name, Consumer<Map<String, Object>> damage) {
    return argumentSet(name, damage);
  }

  @ParameterizedTest
  @MethodSource("damages")
  @DisplayName("K18 T3 a limit that is not exactly ours is refused, never taken for less")
  @SuppressWarnings("unchecked") // a claim of ours, by name
  void refuses(Consumer<Map<String, Object>> damage) {
    var claims = new HashMap<>(token(null).claims().toMap());
    var claim = new HashMap<>((Map<String, Object>) claims.get(NAME));
    damage.accept(claim);
    claims.put(NAME, claim);
    assertThatThrownBy(() -> TokenCodec.read(claims)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("K18 T3 neither a list nor null is a limit")
  void refusesOtherTypes() {
    var claims = new HashMap<>(token(null).claims().toMap());
    claims.put(NAME, List.of());
    assertThatThrownBy(() -> TokenCodec.read(claims)).isInstanceOf(IllegalArgumentException.class);
    claims.put(NAME, null);
    assertThatThrownBy(() -> TokenCodec.read(claims)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("K18 a client, which is no key, has no limit")
  void ofKeysAlone() {
    assertThatThrownBy(() -> token(null).client("acme", "erp").claims())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static TestToken token(@Nullable MinorUnits perGift) {
    return new TestToken("https://auth.example", Instant.EPOCH)
        .audience(Audience.GIFT)
        .spending(
            "0123456789AB",
            new SpendLimit(
                new MinorUnits(50_000), CurrencyCode.of("USD"), SpendPeriod.WEEK, perGift));
  }
}
