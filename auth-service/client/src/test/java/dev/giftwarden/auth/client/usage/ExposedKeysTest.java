package dev.giftwarden.auth.client.usage;

import static dev.giftwarden.auth.client.testing.TestIdentities.bare;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.usage.ExposedKeys.Exposed;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("K21 keys that stood in a URL, until auth looks at them")
class ExposedKeysTest {
  private final ExposedKeys keys = new ExposedKeys();

  private static Exposed exposed(int number) {
    return new Exposed(new PresentedKey("gwk_" + number), bare());
  }

  @Test
  @DisplayName("K21 are taken once each, however often they come, and never printed")
  void once() {
    var first = exposed(1);
    assertThat(keys.add(first)).isTrue();
    assertThat(keys.add(exposed(1))).isTrue();
    assertThat(keys.add(exposed(2))).isTrue();
    assertThat(first.toString()).doesNotContain("gwk_1");
    assertThat(keys.take(1)).hasSize(1);
    assertThat(keys.take(10)).hasSize(1);
    assertThat(keys.take(10)).isEmpty();
    assertThat(keys.add(exposed(1))).isTrue();
    assertThat(keys.take(10)).hasSize(1);
  }

  @Test
  @DisplayName("K21 a flood of them takes a thousand places, and says that there is no more room")
  void flood() {
    for (int i = 0; i < ExposedKeys.MAX_KEYS; i++) {
      assertThat(keys.add(exposed(i))).isTrue();
    }
    assertThat(keys.add(exposed(-1))).isFalse();
    assertThat(keys.add(exposed(0))).as("it is there already").isTrue();
    assertThat(keys.take(Integer.MAX_VALUE)).hasSize(ExposedKeys.MAX_KEYS);
    assertThat(keys.add(exposed(-1))).isTrue();
  }
}
