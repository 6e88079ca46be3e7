package dev.giftwarden.gift.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PersonalDataTest {

  static Stream<Arguments> refuses() {
    Function<String, Object> name = PersonName::new;
    Function<String, Object> email = EmailAddress::new;
    Function<String, Object> phone = PhoneNumber::new;
    return Stream.of(
        Arguments.of("an empty name", name, ""),
        Arguments.of("a blank name", name, "   "),
        Arguments.of("a name on two lines", name, "Anna\nBerta"),
        Arguments.of("a name with a control character", name, "Anna\u0000"),
        Arguments.of("a name with half a character", name, "Anna\ud83d"),
        Arguments.of("a name of 201 characters", name, "x".repeat(201)),
        Arguments.of("an address without @", email, "anna.example.org"),
        Arguments.of("an address with two @", email, "anna@berta@example.org"),
        Arguments.of("an address without a local part", email, "@example.org"),
        Arguments.of("an address at a single label", email, "anna@localhost"),
        Arguments.of("an address with an empty label", email, "anna@example..org"),
        Arguments.of("an address with a blank", email, "anna b@example.org"),
        Arguments.of("an address of 255 characters", email, "a@" + "x".repeat(249) + ".org"),
        Arguments.of("a national number", phone, "030 1234567"),
        Arguments.of("a number with letters", phone, "+49 30 CALLME"),
        Arguments.of("a number of 16 digits", phone, "+4930123456789012"),
        Arguments.of("a number that begins with 0", phone, "+0301234567"));
  }

  @ParameterizedTest(name = "E1 refuses {0}")
  @MethodSource
  @DisplayName(
      "E1 what is not a name, an e-mail address or a number is refused without repeating it")
  void refuses(String what, Function<String, Object> make, String text) {
    assertThatThrownBy(() -> make.apply(text))
        .isInstanceOfSatisfying(
            InvalidValue.class,
            refused -> {
              if (!text.isBlank()) {
                assertThat(refused.wanted()).doesNotContain(text);
              }
            });
  }

  @Test
  @DisplayName("separators in a telephone number are not kept")
  void normalisesNumbers() {
    assertThat(new PhoneNumber("+49 (30) 123-45.67").value()).isEqualTo("+49301234567");
  }
}
