package dev.giftwarden.gift.transfer;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.gift.person.EmailAddress;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PersonalData;
import dev.giftwarden.gift.person.PhoneNumber;
import dev.giftwarden.gift.person.PostalAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads one row of a [RecipientSheet], and every fault that it has: each value is what `POST
/// /v2/recipients` takes, and an address is one where any of its columns has something.
final class SheetRow {
  static final List<String> REQUIRED = List.of("name", "email");

  private static final List<String> ADDRESS =
      List.of("line1", "line2", "city", "region", "postalCode", "country");

  static final Set<String> COLUMNS =
      Stream.of(REQUIRED, List.of("phone", "subAccount"), ADDRESS)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableSet());

  static final String COLUMNS_WANTED =
      "a first line with name, email and any of phone, "
          + String.join(", ", ADDRESS)
          + ", subAccount, each once";

  private final Map<String, String> given;
  private Problem problem = Problem.of(ProblemType.MALFORMED_REQUEST);

  /// @param given by column, without what was left out
  SheetRow(Map<String, String> given) {
    this.given = given;
  }

  RecipientSheet.Row read() {
    for (String column : REQUIRED) {
      if (!given.containsKey(column)) {
        problem = problem.at(column, "is required");
      }
    }
    @Nullable PersonName name = field("name", PersonName::of);
    @Nullable EmailAddress email = field("email", EmailAddress::of);
    @Nullable PhoneNumber phone = field("phone", PhoneNumber::of);
    @Nullable PostalAddress address = address();
    @Nullable SubAccountId subAccount = field("subAccount", SubAccountId::new);
    return problem.errors().isEmpty() && name != null && email != null
        ? new RecipientSheet.Row.Somebody(
            new PersonalData(name, email, phone, address), Optional.ofNullable(subAccount))
        : new RecipientSheet.Row.Faulty(problem);
  }

  private <T> @Nullable T field(String column, Function<String, T> parser) {
    @Nullable String text = given.get(column);
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (InvalidValue e) {
      problem = problem.at(column, e.wanted());
      return null;
    }
  }

  private @Nullable PostalAddress address() {
    if (ADDRESS.stream().noneMatch(given::containsKey)) {
      return null;
    }
    try {
      return PostalAddress.of(
          given.get("line1"),
          given.get("line2"),
          given.get("city"),
          given.get("region"),
          given.get("postalCode"),
          given.get("country"));
    } catch (InvalidValue e) {
      problem = at(e.wanted());
      return null;
    }
  }

  /// An address says `city: …`, or `city is required`, of the first of its parts that is wrong.
  private Problem at(String wanted) {
    String part = wanted.split("[: ]", 2)[0];
    return ADDRESS.contains(part)
        ? problem.at(part, wanted.substring(part.length()).replaceFirst("^[: ]+", ""))
        : problem.at("line1", wanted);
  }
}
