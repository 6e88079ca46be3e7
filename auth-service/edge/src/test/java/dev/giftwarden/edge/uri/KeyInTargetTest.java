package dev.giftwarden.edge.uri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.exchange.KeyForm;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("K21 the keys that stand in a target")
class KeyInTargetTest {
  private static final String KEY = "gwk_test_000000000000_0000000000000000000000000000001iDcwD";

  private static List<String> keys(String target) {
    return KeyInTarget.keys(target).stream().map(PresentedKey::reveal).toList();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("K21 are found wherever they are and however often encoded, each once")
  @ValueSource(
      strings = {
        "/v1/gifts?apiKey=%s",
        "/v1/gifts?apiKey=%s&apiKey=%<s",
        "/v1/gifts/%s/cancel",
        "https://%s@gift.giftwarden.example/",
        "/v1/gifts?%s",
        "/v1/gifts?a=x%sx"
      })
  void found(String target) {
    assertThat(keys(target.formatted(KEY))).containsExactly(KEY);
    var once = target.formatted(KEY.replace("_", "%5F").replace("g", "%67"));
    assertThat(keys(once)).containsExactly(KEY);
    assertThat(keys(once.replace("%", "%25"))).containsExactly(KEY);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName(
      "K21 are none where a character is missing or another, though the request is refused")
  @ValueSource(strings = {"gwk_", "gwk_live_", "gwe_000000000000"})
  void none(String part) {
    assertThat(KeyInTarget.isIn("/?a=" + part)).isTrue();
    assertThat(keys("/?a=" + part)).isEmpty();
    assertThat(keys("/?a=" + KEY.substring(0, KEY.length() - 1))).isEmpty();
    assertThat(keys("/?a=" + KEY.replace("test", "live"))).isEmpty();
  }

  @Test
  @DisplayName("K21 are eight at most, in the order in which they come")
  void bounded() {
    var all =
        IntStream.range(0, 20)
            .mapToObj(i -> "gwk_live_%012d_%s".formatted(i, "0".repeat(30)))
            .map(covered -> covered + KeyForm.checksum(covered))
            .toList();
    assertThat(keys(all.stream().collect(Collectors.joining("&", "/?", ""))))
        .isEqualTo(all.subList(0, 8));
  }
}
