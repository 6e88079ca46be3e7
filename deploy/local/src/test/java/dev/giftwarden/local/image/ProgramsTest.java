package dev.giftwarden.local.image;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.local.stack.Failure;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("what is started is one of three words")
class ProgramsTest {
  @ParameterizedTest
  @ValueSource(strings = {"jvm", "image", "native"})
  void words(String word) {
    assertThatCode(() -> Programs.require(word)).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("another is one line")
  void another() {
    assertThatThrownBy(() -> Programs.require("wasm"))
        .isInstanceOf(Failure.class)
        .hasMessage("not a packaging: wasm; there are jvm, image, native");
  }
}
