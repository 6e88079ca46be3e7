package dev.giftwarden.edge.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.edge.problem.InvalidParameter;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageV2Test {

  private static final Cursor PLACE =
      new Cursor(Instant.ofEpochMilli(1_764_500_000_000L), "bud_0123456789ABCDEFGHIJKL");

  private static PageV2<String> page(Optional<String> next) {
    return PageV2.of(new Page<>(List.of("a"), next), Function.identity());
  }

  @Test
  @DisplayName("E4 V2 a cursor stands for its place in its own version, and for none in the other")
  void bindsCursors() {
    String next = page(Optional.of(PLACE.text())).next();

    assertThat(PageV2.place(next)).isEqualTo(PLACE.text());
    assertThat(PageV2.place(null)).isNull();
    assertThat(Cursor.parse(String.valueOf(next))).isEmpty();
    assertThatThrownBy(() -> PageV2.place(PLACE.text())).isInstanceOf(InvalidParameter.class);
    assertThatThrownBy(() -> PageV2.place("12")).isInstanceOf(InvalidParameter.class);
  }

  @ParameterizedTest(name = "E4 V2 {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v2/gifts                            | /v2/gifts?cursor=v2_9
          /v2/gifts?limit=1                    | /v2/gifts?limit=1&cursor=v2_9
          /v2/gifts?cursor=v2_1&limit=1        | /v2/gifts?limit=1&cursor=v2_9
          /v2/recipients?email=a%2Bb%40c.de    | /v2/recipients?email=a%2Bb%40c.de&cursor=v2_9
          """)
  @DisplayName("E4 V2 a link is the same request with the next cursor:")
  void links(String asked, String wanted) {
    URI uri = URI.create("https://localhost:8442" + asked);

    assertThat(page(Optional.of("9")).link(uri)).contains("<" + wanted + ">; rel=\"next\"");
    assertThat(page(Optional.empty()).link(uri)).isEmpty();
  }
}
