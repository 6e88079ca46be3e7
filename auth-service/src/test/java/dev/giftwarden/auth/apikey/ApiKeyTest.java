package dev.giftwarden.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.exchange.KeyForm;
import dev.giftwarden.edge.text.Base62;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("K8 the format of a key")
class ApiKeyTest {
  private final ApiKey key = ApiKey.random(Environment.LIVE, new Random(8));

  @Test
  @DisplayName("K8 a key reads back as what it was, and matches the published pattern")
  void readsBack() {
    assertThat(key.reveal()).matches(KeyForm.PATTERN).startsWith("gwk_live_");
    assertThat(ApiKey.parse(key.reveal()))
        .hasValueSatisfying(read -> {
          assertThat(read.environment()).isEqualTo(Environment.LIVE);
          assertThat(read.id()).isEqualTo(key.id());
          assertThat(read.secret().digest().matches(key.secret().digest())).isTrue();
        });
  }

  /// Made with Python: `zlib.crc32(b"gwk_test_" + b"0"*12 + b"_" + b"0"*30)` in base62.
  @Test
  @DisplayName("K8 the checksum is the CRC-32 that others compute")
  void agreesWithOthers() {
    assertThat(ApiKey.parse("gwk_test_000000000000_" + "0".repeat(30) + "1iDcwD")).isPresent();
  }

  @Test
  @DisplayName("K8 every single flipped character is refused")
  void refusesEveryFlip() {
    var text = key.reveal();
    for (int at = 0; at < text.length(); at++) {
      for (char other : "0aZ_-".toCharArray()) {
        if (text.charAt(at) != other) {
          var flipped = text.substring(0, at) + other + text.substring(at + 1);
          assertThat(ApiKey.parse(flipped)).as("%s at %d", flipped, at).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gwk_live_", "gwk_prod_000000000000_", "Bearer x", "gwk_live_é"})
  @DisplayName("K8 what is no key is refused")
  void refusesOtherTexts(String text) {
    assertThat(ApiKey.parse(text)).isEmpty();
  }

  @Test
  @DisplayName("K8 a secret holds at least 160 bits, and every character of the alphabet turns up")
  void isRandomEnough() {
    var bits = KeySecret.LENGTH * Math.log(Base62.ALPHABET.length()) / Math.log(2);
    assertThat(bits).isGreaterThan(160);
    assertThat(Base62.random(5000, new Random(1)).chars().distinct().count()).isEqualTo(62);
  }

  @Test
  @DisplayName("K9 neither key nor secret can be printed")
  void cannotBePrinted() {
    var secret = key.reveal().substring(22, 52);
    assertThat(key.toString() + key.secret()).doesNotContain(secret).contains(key.id().value());
  }
}
