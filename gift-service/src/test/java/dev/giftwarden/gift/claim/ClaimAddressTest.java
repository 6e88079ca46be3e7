package dev.giftwarden.gift.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.gift.money.Money;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimAddressTest {
  private static final Set<String> HOSTS = Set.of("claim.example", "localhost");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://claim.example",
        "claim.example",
        "https:claim.example",
        "https://claim.example/gifts",
        "https://claim.example/",
        "https://claim.example?a=b",
        "https://claim.example#a",
        "https://somebody@claim.example"
      })
  @DisplayName("what links cannot begin with stops the start, in a line that says what to do")
  void refuses(String address) {
    assertThatThrownBy(() -> new ClaimAddress(URI.create(address), HOSTS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("giftwarden.claim.address is https:// and a host");
  }

  @Test
  @DisplayName("a host that the certificate does not name stops the start")
  void refusesAnotherHost() {
    assertThatThrownBy(() -> new ClaimAddress(URI.create("https://other.example"), HOSTS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("issue it with --dns other.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://claim.example", "https://localhost:8444"})
  @DisplayName("a host of the certificate, with a port or without, is what links begin with")
  void takes(String text) {
    assertThat(HOSTS).contains(new ClaimAddress(URI.create(text), HOSTS).host());
  }

  @ParameterizedTest
  @CsvSource({
    "claim.example, true",
    "CLAIM.example:8444, true",
    "claim.example., true",
    "claim.example.:443, true",
    "claim.example.., false",
    "., false",
    "localhost, false",
    "a.claim.example, false",
    "claim.example.evil.example, false"
  })
  @DisplayName("M3 a dot at the end and a port make the page's host no other, and all else does")
  void knowsItself(String header, boolean known) {
    assertThat(new ClaimAddress(URI.create("https://claim.example"), HOSTS).isCalled(header))
        .isEqualTo(known);
  }

  @Test
  @DisplayName("M3 the page's host is the API's no more, unless it is the only one there is")
  void isOfThePage() {
    var address = URI.create("https://claim.example");
    assertThat(new ClaimAddress(address, HOSTS).others().hosts()).containsExactly("claim.example");
    assertThat(new ClaimAddress(address, Set.of("claim.example")).others().hosts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2500, EUR, 25.00 EUR", "2500, JPY, 2500 JPY", "5, KWD, 0.005 KWD", "7, QQQ, ''"})
  @DisplayName("a value is shown in the units of its currency, and not at all in a forgotten one")
  void showsValues(long minor, String currency, String shown) {
    assertThat(Views.text(Money.of(minor, currency))).isEqualTo(shown);
  }
}
