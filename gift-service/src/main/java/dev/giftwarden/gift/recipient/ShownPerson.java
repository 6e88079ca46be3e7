package dev.giftwarden.gift.recipient;

import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.person.PostalAddress;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What one caller gets to see of somebody.
///
/// A mask is made so that it can confirm next to nothing: its length is always the same, whether
/// there is a phone number or an address is not said, and of the name and the e-mail address it
/// keeps an initial, which helps people to find a row again. Where one character can be a whole
/// name, or is one, there is no initial.
///
/// @param masked whether this is the mask
@Schema(description = "What one caller gets to see of somebody")
public record ShownPerson(
    @Schema(maxLength = 200, examples = "A***") String name,
    @Schema(maxLength = 254, examples = "a***@***") String email,
    @Schema(nullable = true, examples = "***") @Nullable String phone,
    @Schema(nullable = true) @Nullable PostalAddress address,
    @Schema(description = "Whether this is the mask") boolean masked) {

  /// What stands for text that the caller may not see.
  static final String MASK = "***";

  /// A mask that hides nothing and that nobody can lift: every version has a form for it.
  static final ShownPerson ERASED = new ShownPerson(MASK, MASK + "@" + MASK, MASK, null, true);

  static ShownPerson clear(PersonalData person) {
    return new ShownPerson(
        person.name().value(),
        person.email().value(),
        person.phone() == null ? null : person.phone().value(),
        person.address(),
        false);
  }

  static ShownPerson masked(PersonalData person) {
    return new ShownPerson(
        initial(person.name().value()) + MASK,
        initial(localPart(person.email())) + MASK + "@" + MASK,
        MASK,
        null,
        true);
  }

  private static String localPart(EmailAddress email) {
    return email.value().substring(0, email.value().indexOf('@'));
  }

  private static String initial(String text) {
    int first = text.codePointAt(0);
    boolean tells =
        text.length() < 3 || Character.UnicodeScript.of(first) != Character.UnicodeScript.LATIN;
    return tells ? "" : Character.toString(first);
  }

  @Override
  public String toString() {
    return "ShownPerson[hidden]";
  }
}
