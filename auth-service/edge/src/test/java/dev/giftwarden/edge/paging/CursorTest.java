package dev.giftwarden.edge.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  private static final String ID = "gft_0123456789ABCDEFGHIJKL";

  @Test
  @DisplayName("E4 a cursor comes back as it went out")
  void comesBack() {
    var cursor = new Cursor(Instant.parse("2026-11-22T15:04:05.678Z"), ID);

    assertThat(Cursor.parse(cursor.text())).contains(cursor);
  }

  @ParameterizedTest(name = "E4 refuses {0}")
  @ValueSource(
      strings = {
        "",
        "1:gft_short",
        "1:" + ID + " or true",
        "-1:" + ID,
        "01:" + ID,
        "9999999999999999:" + ID,
        ID,
      })
  @DisplayName("E4 text that no page gave is no cursor")
  void refuses(String content) {
    String text =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(content.getBytes(StandardCharsets.UTF_8));

    assertThat(Cursor.parse(text)).isEmpty();
  }

  @ParameterizedTest(name = "E4 refuses {0}")
  @ValueSource(strings = {"***", "MTpnZnRf", "=", "ü"})
  @DisplayName("E4 text that is no base64, or of something else, is no cursor")
  void refusesText(String text) {
    assertThat(Cursor.parse(text)).isEmpty();
  }
}
