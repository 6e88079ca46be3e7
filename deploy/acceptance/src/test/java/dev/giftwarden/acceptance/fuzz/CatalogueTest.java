package dev.giftwarden.acceptance.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.wire.Wire;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The search of [FuzzTest] finds what was planted, and does not read words into base64.
class CatalogueTest {
  private final Catalogue catalogue = new Catalogue();

  @ParameterizedTest
  @DisplayName("E1 an answer that tells how we are made is found")
  @ValueSource(
      strings = {
        "jdbc:postgresql://localhost/gift",
        "no suitable JDBC driver",
        "FileNotFoundException",
        "java.io.IOException: /x",
        "at dev.giftwarden.gift.Gift.send(Gift.java:7)",
        "open \"/tmp/certs/service.key\"",
        "file:/home/service/x",
        "select id from gift",
        "insert into gift"
      })
  void finds(String planted) {
    assertThat(complaint(planted)).isEqualTo("tells how we are made");
  }

  @ParameterizedTest
  @DisplayName("E1 a hash, a signature and a token tell nothing, whatever they spell")
  @ValueSource(
      strings = {
        "— giftwarden.example/audit BnEQX2J2AQQYq5PvJy5TjDbc2MPRDKTNkt27hb+8Avt7zws=",
        "Ak/A1nkazFW7oKAwGj/tmp/tvgB7IIYZQ5nQs0T2PzeX4=",
        "{\"access_token\":\"eyJraWQi.oJDBCiJ6.opt-usr\"}"
      })
  void readsNothingInto(String random) {
    assertThat(complaint(random)).isEmpty();
  }

  private String complaint(String text) {
    var answer = new Wire.Answer(200, Map.of("x-request-id", List.of("one")), text.getBytes(UTF_8));
    return catalogue.complaint(answer, "marker", false, false).orElse("");
  }
}
