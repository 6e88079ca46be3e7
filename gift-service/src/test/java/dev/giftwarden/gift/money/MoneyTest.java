package dev.giftwarden.gift.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.id.InvalidValue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @ParameterizedTest(name = "G3 refuses {0}")
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, MinorUnits.MAX + 1, Long.MAX_VALUE})
  @DisplayName("G3 an amount of nothing, less than nothing or more than there is, is none")
  void refusesAmount(long minor) {
    assertThatThrownBy(() -> new MinorUnits(minor)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest(name = "G3 refuses [{0}]")
  @ValueSource(strings = {"", "eur", "EU", "EURO", "XXX", "XAU", "ZZZ"})
  @DisplayName("G3 what no budget can be in is no currency")
  void refusesCurrency(String code) {
    assertThatThrownBy(() -> new CurrencyCode(code)).isInstanceOf(InvalidValue.class);
  }

  @Test
  @DisplayName("G3 amounts run from one minor unit to the limit")
  void acceptsTheEnds() {
    assertThat(Money.of(1, "JPY").minor()).isEqualTo(1);
    assertThat(Money.of(MinorUnits.MAX, "EUR").minor()).isEqualTo(MinorUnits.MAX);
  }
}
