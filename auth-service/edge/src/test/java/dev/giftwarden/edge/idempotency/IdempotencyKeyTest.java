package dev.giftwarden.edge.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.edge.testing.GoldenRequests;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

  @ParameterizedTest(name = "E2 {0}")
  @ValueSource(strings = {"known-recipient", "somebody-in-full", "somebody-in-short"})
  @DisplayName("E2 a key and a request have the hashes that another program computes for them")
  void hasGoldenHashes(String name) {
    var golden = GoldenRequests.named(name);
    var key = IdempotencyKey.parse(golden.word()).orElseThrow();

    assertThat(HexFormat.of().formatHex(key.hash())).isEqualTo(golden.keyHash());
  }

  @Test
  @DisplayName("E2 the same request under two keys has two fingerprints that do not tell it is one")
  void fingerprintDependsOnTheKey() {
    var request = new CanonicalRequest("giftwarden/test/v1").text("same");
    byte[] one = IdempotencyKey.parse("one").orElseThrow().fingerprint(request);
    byte[] two = IdempotencyKey.parse("two").orElseThrow().fingerprint(request);

    assertThat(one).isNotEqualTo(two);
  }

  @Test
  @DisplayName("G6 E2 the key of a part has the hash that another program computes for it")
  void partHasGoldenHash() {
    var key = IdempotencyKey.parse("order-17").orElseThrow();

    assertThat(HexFormat.of().formatHex(key.part("row-1").hash()))
        .isEqualTo("d93018ee2ea33ecadfd9a42de8c77327414a7bc37540e3fe32bf05e58b5fc135");
    assertThat(key.part("row-2").hash()).isNotEqualTo(key.part("row-1").hash());
  }

  @ParameterizedTest(name = "E2 refuses [{0}]")
  @ValueSource(strings = {"", " ", "   ", " a", "a ", "tab\there", "new\nline", "ümlaut", "\u007f"})
  @DisplayName(
      "E2 a key that is blank at an end, or not 1 to 255 printable ASCII characters, is none")
  void refuses(String word) {
    assertThat(IdempotencyKey.parse(word)).isEmpty();
  }

  @Test
  @DisplayName("E2 a key of 255 characters is one, of 256 is none")
  void isLimited() {
    assertThat(IdempotencyKey.parse("x".repeat(255))).isPresent();
    assertThat(IdempotencyKey.parse("x")).isPresent();
    assertThat(IdempotencyKey.parse("order 17")).isPresent();
    assertThat(IdempotencyKey.parse("x".repeat(256))).isEmpty();
  }

  @Test
  @DisplayName("E2 a key does not print itself: callers may have put a name into it")
  void isNotPrinted() {
    assertThat(IdempotencyKey.parse("anna@example.org").orElseThrow().toString())
        .doesNotContain("anna");
  }
}
