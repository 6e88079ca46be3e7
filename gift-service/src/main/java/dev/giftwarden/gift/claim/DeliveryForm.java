package dev.giftwarden.gift.claim;

import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.gift.catalogue.Product;
import dev.giftwarden.gift.catalogue.Sku;
import dev.giftwarden.gift.fulfilment.Delivery;
import dev.giftwarden.gift.person.PersonName;
import dev.giftwarden.gift.person.PostalAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a recipient typed: a delivery, or which fields are not as they have to be. Fields that are
/// left empty were not sent.
///
/// @param typed by field; as it came, to be shown again to whoever typed it
/// @param faults by field, with what it should be, or [#ABSENT]
public record DeliveryForm(Map<String, String> typed, Map<String, String> faults) {

  static final List<String> FIELDS =
      List.of("name", "line1", "line2", "city", "region", "postalCode", "country");

  private static final List<String> REQUIRED = List.of("name", "line1", "city", "country");

  /// What was chosen, where there is something to choose.
  static final String PRODUCT = "product";

  /// The fault of what has to be there, and is not.
  static final String ABSENT = "";

  /// The fault of what was chosen, and is not to be had.
  static final String GONE = "gone";

  static final DeliveryForm EMPTY = new DeliveryForm(Map.of(), Map.of());

  public DeliveryForm {
    typed = Map.copyOf(typed);
    faults = Map.copyOf(faults);
  }

  /// Either a delivery or the form to mend.
  sealed interface Read {
    /// @param form as it was sent
    record Whole(Claims.Wish wish, DeliveryForm form) implements Read {}

    record Faulty(DeliveryForm form) implements Read {}
  }

  static Read read(Map<String, List<String>> sent) {
    Map<String, String> typed = new LinkedHashMap<>();
    for (String field : FIELDS) {
      String text = sent.getOrDefault(field, List.of("")).getFirst().strip();
      if (!text.isEmpty()) {
        typed.put(field, text);
      }
    }
    String choice = sent.getOrDefault(PRODUCT, List.of("")).getFirst();
    Optional<Sku> chosen = InvalidValue.find(choice, Sku::new);
    chosen.ifPresent(sku -> typed.put(PRODUCT, sku.value()));
    Map<String, String> faults = new LinkedHashMap<>();
    REQUIRED.stream()
        .filter(field -> !typed.containsKey(field))
        .forEach(field -> faults.put(field, ABSENT));
    Optional<PersonName> name = name(typed.get("name"), faults);
    Optional<PostalAddress> address = address(typed, faults);
    return name.isPresent() && address.isPresent()
        ? new Read.Whole(
            new Claims.Wish(new Delivery(name.get(), address.get()), chosen),
            new DeliveryForm(typed, Map.of()))
        : new Read.Faulty(new DeliveryForm(typed, faults));
  }

  private static Optional<PersonName> name(@Nullable String text, Map<String, String> faults) {
    try {
      return Optional.of(PersonName.of(Optional.ofNullable(text).orElse("")));
    } catch (InvalidValue e) {
      faults.putIfAbsent("name", e.wanted());
      return Optional.empty();
    }
  }

  /// Names the first part that is wrong, as the type does.
  private static Optional<PostalAddress> address(
      Map<String, String> typed, Map<String, String> faults) {
    try {
      return Optional.of(
          PostalAddress.of(
              typed.get("line1"),
              typed.get("line2"),
              typed.get("city"),
              typed.get("region"),
              typed.get("postalCode"),
              typed.get("country")));
    } catch (InvalidValue e) {
      faults.putIfAbsent(part(e.wanted()), e.wanted());
      return Optional.empty();
    }
  }

  /// `city: …`, or `city is required`.
  private static String part(String wanted) {
    String first = wanted.split("[: ]", 2)[0];
    return FIELDS.contains(first) ? first : "line1";
  }

  /// With the fault that nothing was chosen of what can be had, if so it is.
  DeliveryForm among(List<Product> choices) {
    String chosen = value(PRODUCT);
    if (choices.stream().anyMatch(one -> one.sku().value().equals(chosen))) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(faults);
    more.put(PRODUCT, chosen.isEmpty() ? ABSENT : GONE);
    return new DeliveryForm(typed, more);
  }

  /// For the template.
  public String value(String field) {
    return typed.getOrDefault(field, "");
  }

  @Override
  public String toString() {
    return "DeliveryForm[hidden]";
  }
}
