package dev.giftwarden.gift.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A table for each kind of value; what text is at all, `PlainTextTest` of the edge shows.
class PersonalDataTest {
  private static final String E = "\u00e9";

  static Stream<Arguments> refuses() {
    Function<String, Object> name = PersonName::of;
    Function<String, Object> message = GiftMessage::of;
    return Stream.of(
        arguments("an empty name", name, ""),
        arguments("a name on two lines", name, "Anna\nBerta"),
        arguments("a name that cannot be seen", name, "\u2060"),
        arguments("a name of 201 characters", name, "x".repeat(201)),
        arguments("a message of blanks", message, " \r\n "),
        arguments("a message of 501 characters", message, "x".repeat(501)));
  }

  @ParameterizedTest(name = "E1 refuses {0}")
  @MethodSource
  @DisplayName("E1 what is no name and no message is refused without repeating it")
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
  @DisplayName("a name of 200 emoji is one, and a message keeps its lines")
  void takesText() {
    assertThat(PersonName.of("\ud83c\udf81".repeat(200)).value()).hasSize(400);
    assertThat(GiftMessage.of("Dear Anna\r\n\r\nyours").value()).isEqualTo("Dear Anna\n\nyours");
  }

  static Stream<Arguments> emails() {
    return Stream.of(
        arguments("ada@example.com", "ada@example.com"),
        arguments("Ada.Lovelace+gifts@mail.example.co.uk", "Ada.Lovelace+gifts@mail.example.co.uk"),
        arguments("a@b.example", "a@b.example"),
        arguments("!#$%&'*+/=?^_`{|}~-@example.com", "!#$%&'*+/=?^_`{|}~-@example.com"),
        arguments("1@2.example", "1@2.example"),
        arguments("a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        arguments("a@b\u00fccher.example", "a@b\u00fccher.example"),
        arguments("zoe\u0308@example.com", "zo\u00eb@example.com"),
        arguments(
            "\u4f60\u597d@\u4f8b\u5b50.\u4e2d\u56fd", "\u4f60\u597d@\u4f8b\u5b50.\u4e2d\u56fd"),
        arguments(
            "\u0928\u092e\u0938\u094d\u0924\u0947@example.com",
            "\u0928\u092e\u0938\u094d\u0924\u0947@example.com"),
        arguments("x".repeat(64) + "@example.com", "x".repeat(64) + "@example.com"),
        arguments(E.repeat(32) + "@example.com", E.repeat(32) + "@example.com"),
        arguments("a@" + "x".repeat(63) + ".com", "a@" + "x".repeat(63) + ".com"),
        arguments(address(254), address(254)));
  }

  @ParameterizedTest(name = "takes {0}")
  @MethodSource("emails")
  @DisplayName("E1 one mailbox is taken, in NFC")
  void takesEmails(String text, String kept) {
    assertThat(EmailAddress.of(text).value()).isEqualTo(kept);
  }

  static Stream<String> noEmails() {
    return Stream.of(
        "",
        "@",
        "ada",
        "ada.example.com",
        "@example.com",
        "ada@",
        "ada@localhost",
        "ada@example..com",
        "ada@.example.com",
        "ada@example.com.",
        ".ada@example.com",
        "ada.@example.com",
        "a..da@example.com",
        "ada@berta@example.com",
        "ada lovelace@example.com",
        " ada@example.com",
        "ada@example.com ",
        "ada@example.com\n",
        "ada@exam ple.com",
        "ada\u00a0l@example.com",
        "<ada@example.com>",
        "Ada <ada@example.com>",
        "mailto:ada@example.com",
        "ada@example.com,bob@example.com",
        "ada@example.com;bob.example.com",
        "ada,bob@example.com",
        "ada(comment)@example.com",
        "ada@example.com(comment)",
        "\"a b\"@example.com",
        "\"ada\"@example.com",
        "ada\\@example.com",
        "ada@[192.0.2.1]",
        "ada@[IPv6:2001:db8::1]",
        "ada@192.0.2.1",
        "ada@example.123",
        "ada@-example.com",
        "ada@example-.com",
        "ada@exam_ple.com",
        "ada@example.com/path",
        "ada@example.com:25",
        "ada@example.com\u200b",
        "a\u200bda@example.com",
        "\u202eada@example.com",
        "ada\u2060@example.com",
        "ada@exam\u00adple.com",
        "ada@example\u200d.com",
        "ada@exam\ufe0fple.com",
        "ada\u0000@example.com",
        "ada\ud83d@example.com",
        "\u0301@example.com",
        "ada@\u0301.com",
        "ada\uff20example.com",
        "ada@example\u3002com",
        "ada@\uff45xample.com",
        "x".repeat(65) + "@example.com",
        E.repeat(33) + "@example.com",
        "a@" + "x".repeat(64) + ".com",
        "a@" + E.repeat(32) + ".com",
        address(255));
  }

  @ParameterizedTest(name = "E1 refuses [{0}]")
  @MethodSource("noEmails")
  @DisplayName("E1 what is no mailbox, or more than one, is no e-mail address")
  void refusesEmails(String text) {
    assertThatThrownBy(() -> EmailAddress.of(text)).isInstanceOf(InvalidValue.class);
  }

  @Test
  @DisplayName("E1 the refusal of an address says which rule was broken")
  void saysWhichRule() {
    assertThatThrownBy(() -> EmailAddress.of("x".repeat(65) + "@example.com"))
        .hasMessage("at most 64 octets before the @");
    assertThatThrownBy(() -> EmailAddress.of(address(255))).hasMessageContaining("254 octets");
    assertThatThrownBy(() -> EmailAddress.of("ada@localhost")).hasMessageContaining("host name");
  }

  /// Of that many octets.
  private static String address(int octets) {
    String end = "@" + (".".repeat(1) + "x".repeat(61)).repeat(3).substring(1) + ".com";
    return "a".repeat(octets - end.length()) + end;
  }

  @ParameterizedTest(name = "takes {0}")
  @CsvSource({
    "+442079460958, +442079460958",
    "+44 20 7946 0958, +442079460958",
    "+49 (30) 123-45.67, +49301234567",
    "+1 (555) 123-4567, +15551234567",
    "+1-555-123-4567, +15551234567",
    "+33 (1) 42 68 53 00, +33142685300",
    "+7 495 123-45-67, +74951234567",
    "+39 06 1234 5678, +390612345678",
    "+39 (06) 1234 5678, +390612345678",
    "+225 07 12 34 56 78, +2250712345678",
    "+370 5 123 4567, +37051234567",
    "+6834002, +6834002",
    "+353 (1) 123 4567, +35311234567",
    "+998123456789012, +998123456789012"
  })
  @DisplayName("E1 a number is the one that was meant, and separators are not kept")
  void takesNumbers(String text, String kept) {
    assertThat(PhoneNumber.of(text).value()).isEqualTo(kept);
  }

  @ParameterizedTest(name = "E1 refuses [{0}]")
  @ValueSource(
      strings = {
        "",
        "+",
        "030 1234567",
        "0044 20 7946 0958",
        "442079460958",
        "+0301234567",
        "+44 (0)20 7946 0958",
        "+44(0)2079460958",
        "+44 (0) 20 7946 0958",
        "+44-(0)-20-7946-0958",
        "+44 0 20 7946 0958",
        "+44 020 7946 0958",
        "+44 (020) 7946 0958",
        "+49 (0) 30 123456",
        "+49 (0)30 123456",
        "+49 (030) 123456",
        "+39 (0)347 1234567",
        "+36 (06) 1 234 5678",
        "+7 (8) 495 123-45-67",
        "+370 (8) 5 123 4567",
        "+1 (1) 555 123 4567",
        "+1 555 123 456",
        "+353 (0)1 123 4567",
        "+44 20 7946 0958 ext. 12",
        "+44 20 7946 0958 x12",
        "+44 20 7946 0958;ext=12",
        "+44 20 7946 0958,12",
        "+44 20 7946 0958 / 59",
        "tel:+442079460958",
        "++442079460958",
        "+44+2079460958",
        "+44 (20 7946 0958",
        "+44 20) 7946 0958",
        "+44 ((20)) 7946 0958",
        "+44 () 20 7946 0958",
        "(+44) 20 7946 0958",
        "+(44) 20 7946 0958",
        " +442079460958",
        "+442079460958 ",
        "+44 20 CALLME",
        "+44\u00a020 7946 0958",
        "+44\u200b2079460958",
        "+\uff14\uff1442079460958",
        "+\u0664\u066442079460958",
        "+44 20\n7946 0958",
        "+123456",
        "+1234567890123456"
      })
  @DisplayName("E1 what is no number, or may be another one, is refused")
  void refusesNumbers(String text) {
    assertThatThrownBy(() -> PhoneNumber.of(text)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest(name = "takes {0}")
  @CsvSource({"DE, DE", "de, DE", "De, DE", "xk, XK", "SS, SS", "bq, BQ", "IT, IT"})
  @DisplayName("E1 a country is taken in any case, and Kosovo too")
  void takesCountries(String text, String kept) {
    assertThat(CountryCode.of(text).value()).isEqualTo(kept);
  }

  @ParameterizedTest(name = "E1 refuses [{0}]")
  @ValueSource(
      strings = {
        "",
        "D",
        "DEU",
        "276",
        "EU",
        "UK",
        "AN",
        "SU",
        "YU",
        "XX",
        "ZZ",
        "AA",
        "QM",
        "D E",
        " DE",
        "DE ",
        "\u0131t",
        "\u00df",
        "\ufb01",
        "\uff24\uff25",
        "d\u200be"
      })
  @DisplayName("E1 what is no country today is none")
  void refusesCountries(String text) {
    assertThatThrownBy(() -> CountryCode.of(text)).isInstanceOf(InvalidValue.class);
  }

  @Test
  @DisplayName("E1 the list of countries is the JDK's and Kosovo")
  void knowsAllCountries() {
    assertThat(java.util.Locale.getISOCountries())
        .allSatisfy(code -> assertThat(CountryCode.of(code).value()).isEqualTo(code));
  }

  @Test
  @DisplayName("E1 the refusal of an address names the part")
  void namesThePart() {
    assertThatThrownBy(() -> PostalAddress.of("Main St 1", "\u200b", "Paris", null, null, "FR"))
        .hasMessageStartingWith("line2: ");
    assertThatThrownBy(
            () -> PostalAddress.of("Main St 1", null, "Paris", null, "x".repeat(21), "FR"))
        .hasMessage("postalCode: at most 20 characters");
    assertThatThrownBy(() -> PostalAddress.of("Main St 1", null, null, null, null, "FR"))
        .hasMessage("city is required");
    assertThat(PostalAddress.of("Main St 1", null, "Prishtina", null, null, "xk").country())
        .isEqualTo("XK");
  }
}
