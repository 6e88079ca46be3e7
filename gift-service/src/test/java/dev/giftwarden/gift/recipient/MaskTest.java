package dev.giftwarden.gift.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.person.PhoneNumber;
import dev.giftwarden.gift.person.PostalAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {

  @ParameterizedTest(name = "K4 {0} <{1}> is {2} <{3}>")
  @CsvSource({
    "Anna Example, anna@example.org, A***, a***@***",
    "Ann, ann@example.org, A***, a***@***",
    "An, an@example.org, ***, ***@***",
    "A, a@example.org, ***, ***@***",
    "Örjan, örjan@example.org, Ö***, ö***@***",
    "李小龙大, 李小龙大@example.org, ***, ***@***",
    "👩‍🚀 Zoe, 1zoe@example.org, ***, ***@***",
  })
  @DisplayName("K4 a mask keeps an initial at most, and none that may be the whole name")
  void keepsAnInitialAtMost(String name, String email, String maskedName, String maskedEmail) {
    var shown = ShownPerson.masked(person(name, email, "+4930123456", address()));

    assertThat(shown).isEqualTo(new ShownPerson(maskedName, maskedEmail, "***", null, true));
  }

  @Test
  @DisplayName("K4 a mask does not say whether there is a phone number or an address")
  void looksTheSameWithAndWithout() {
    assertThat(ShownPerson.masked(person("Anna", "anna@example.org", null, null)))
        .isEqualTo(
            ShownPerson.masked(person("Anna", "anna@example.org", "+4930123456", address())));
  }

  @Test
  @DisplayName("K4 nothing that holds personal data prints it")
  void isNotPrinted() {
    var person = person("Anna Example", "anna@example.org", "+4930123456", address());

    assertThat(
            "%s %s %s %s %s %s"
                .formatted(
                    person,
                    person.name(),
                    person.email(),
                    person.phone(),
                    person.address(),
                    ShownPerson.clear(person)))
        .doesNotContain("Anna", "anna", "4930", "Hauptstr", "Berlin");
  }

  private static PersonalData person(
      String name, String email, @Nullable String phone, @Nullable PostalAddress address) {
    return new PersonalData(
        new PersonName(name),
        new EmailAddress(email),
        phone == null ? null : new PhoneNumber(phone),
        address);
  }

  private static PostalAddress address() {
    return new PostalAddress("Hauptstraße 1", null, "Berlin", null, "10115", "DE");
  }
}
