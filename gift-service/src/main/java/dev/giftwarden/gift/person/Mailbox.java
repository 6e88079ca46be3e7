package dev.giftwarden.gift.person;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.edge.text.PlainText;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;

/// The form of an e-mail address: a dot-atom of RFC 5321, section 4.1.2, and a host name of two
/// labels or more, both with letters of all scripts (RFC 6531).
///
/// Not taken, though the RFC has them: quoted local parts (`"a b"@…`) and address literals
/// (`…@[192.0.2.1]`). Nobody is given something there, and what can quote can hide.
final class Mailbox {

  /// RFC 5321, section 4.5.3.1.3: a path has 256 octets, two of them its brackets.
  static final int OCTETS = 254;

  /// RFC 5321, section 4.5.3.1.1.
  private static final int LOCAL_OCTETS = 64;

  /// RFC 1035, section 2.3.4.
  private static final int LABEL_OCTETS = 63;

  private static final String ATOM_SIGNS = "!#$%&'*+/=?^_`{|}~-";

  private Mailbox() {}

  static void check(String text) {
    demand(octets(text) <= OCTETS, "an e-mail address of at most " + OCTETS + " octets");
    int at = text.indexOf('@');
    demand(at >= 0, "an e-mail address, such as ada@example.com");
    String local = text.substring(0, at);
    demand(octets(local) <= LOCAL_OCTETS, "at most " + LOCAL_OCTETS + " octets before the @");
    demand(
        parts(local).stream().allMatch(Mailbox::isAtom),
        "letters, digits and " + ATOM_SIGNS + " before the @, with single dots between them");
    List<String> labels = parts(text.substring(at + 1));
    demand(
        labels.size() > 1
            && labels.stream().allMatch(Mailbox::isLabel)
            && !labels.getLast().chars().allMatch(Character::isDigit),
        "one host name behind the @, such as example.com");
  }

  private static List<String> parts(String text) {
    return List.of(text.split("\\.", -1));
  }

  private static boolean isAtom(String text) {
    return isWord(text) && text.codePoints().allMatch(c -> isPart(c) || ATOM_SIGNS.indexOf(c) >= 0);
  }

  /// Compatibility forms, such as letters of full width, are another name to the one resolver and
  /// the same to the other.
  private static boolean isLabel(String text) {
    return isWord(text)
        && text.codePoints().allMatch(c -> isPart(c) || c == '-')
        && !text.startsWith("-")
        && !text.endsWith("-")
        && octets(text) <= LABEL_OCTETS
        && Normalizer.isNormalized(text, Normalizer.Form.NFKC);
  }

  private static boolean isWord(String text) {
    return !text.isEmpty() && !PlainText.isMark(text.codePointAt(0));
  }

  private static boolean isPart(int c) {
    return PlainText.isLetterOrDigit(c);
  }

  private static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void demand(boolean holds, String wanted) {
    if (!holds) {
      throw new InvalidValue(wanted);
    }
  }
}
