package dev.giftwarden.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {

  @DisplayName("C2 what is shown has no secret")
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "key=gwk_live_0123456789ab_secretsecret|key=gwk_live_0123456789ab_…",
        "\"gwk_test_0123456789ab_s3cr3t\"|\"gwk_test_0123456789ab_…\"",
        "Bearer eyJhbGciOi.eyJpc3Mi-_.c2ln_x|Bearer eyJhbGci…",
        "nothing secret|nothing secret"
      })
  void secretsAreCut(String text, String shown) {
    assertThat(Shown.withoutSecrets(text)).isEqualTo(shown);
  }
}
