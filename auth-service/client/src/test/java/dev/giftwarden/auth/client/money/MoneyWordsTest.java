package dev.giftwarden.auth.client.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Currency;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyWordsTest {

  @ParameterizedTest(name = "G3 refuses {0}")
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, MinorUnits.MAX + 1, Long.MAX_VALUE})
  @DisplayName("G3 an amount of nothing, less than nothing or more than there is, is none")
  void refusesAmount(long minor) {
    assertThatThrownBy(() -> new MinorUnits(minor)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest(name = "G3 {0} has {1} digits")
  @CsvSource({
    "EUR, 2", "USD, 2", "JPY, 0", "KRW, 0", "CLP, 0", "ISK, 0", "UGX, 0", "BHD, 3", "TND, 3",
    "IRR, 2", "LBP, 2", "MRU, 2", "MGA, 2", "UYW, 4", "SLE, 2", "ZWG, 2", "XCG, 2", "VED, 2",
    "XOF, 0", "XCD, 2", "XPF, 0", "SVC, 2"
  })
  @DisplayName("G3 what list one of ISO 4217 has is a currency, with its minor units")
  void takesCurrency(String code, int digits) {
    assertThat(CurrencyCode.of(code).value()).isEqualTo(code);
    assertThat(ActiveCurrencies.minorDigits(code)).hasValue(digits);
  }

  @ParameterizedTest(name = "G3 refuses [{0}]")
  @ValueSource(
      strings = {
        "",
        "eur",
        "Eur",
        "EU",
        "EURO",
        " EUR",
        "EUR ",
        "978",
        "\uff25\uff35\uff32",
        "ZZZ",
        "XXX",
        "XTS",
        "XAU",
        "XAG",
        "XPT",
        "XPD",
        "XDR",
        "XUA",
        "XSU",
        "XBA",
        "BOV",
        "CHE",
        "CHW",
        "CLF",
        "COU",
        "MXV",
        "USN",
        "UYI",
        "DEM",
        "FRF",
        "ITL",
        "ESP",
        "LTL",
        "LVL",
        "EEK",
        "HRK",
        "BGN",
        "BGL",
        "BYR",
        "TRL",
        "ZWN",
        "ZWL",
        "CSD",
        "AYM",
        "ANG",
        "SLL",
        "STD",
        "MRO",
        "VEF",
        "CUC",
        "ZMK",
        "BTC"
      })
  @DisplayName("G3 what no budget can be in today is no currency")
  void refusesCurrency(String code) {
    assertThatThrownBy(() -> CurrencyCode.of(code)).isInstanceOf(InvalidValue.class);
  }

  static Stream<Locale> countries() {
    return Stream.of(Locale.getISOCountries()).map(code -> Locale.of("", code));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("countries")
  @DisplayName(
      "G3 the currency of every country is one, and has the minor units that the JDK knows")
  void knowsTheCurrencyOf(Locale country) {
    @org.jspecify.annotations.Nullable Currency currency = Currency.getInstance(country);
    if (currency != null && !currency.getCurrencyCode().equals("BGN")) { // before 2026
      assertThat(ActiveCurrencies.minorDigits(Objects.requireNonNull(currency).getCurrencyCode()))
          .hasValue(currency.getDefaultFractionDigits());
    }
  }

  @Test
  @DisplayName("G3 amounts run from one minor unit to the limit, which JSON counts exactly")
  void acceptsTheEnds() {
    assertThat(new MinorUnits(1).value()).isEqualTo(1);
    assertThat(new MinorUnits(MinorUnits.MAX).value()).isEqualTo(MinorUnits.MAX);
    assertThat(MinorUnits.MAX).isLessThan(1L << 53);
  }

  @Test
  @DisplayName("G3 a row in a currency that was withdrawn since is still one")
  void readsOldRows() {
    assertThat(new CurrencyCode("BGN").value()).isEqualTo("BGN");
  }
}
