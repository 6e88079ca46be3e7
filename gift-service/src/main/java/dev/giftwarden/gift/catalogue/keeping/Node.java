package dev.giftwarden.gift.catalogue.keeping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.gift.money.Money;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A place in a file of JSON, and what is wrong there: the whole file is read, so that all of its
/// faults are named at once.
///
/// @param path `collections[0].products[2]`; empty: the whole
/// @param faults of the whole file, a line each
record Node(JsonNode json, String path, List<String> faults) {

  /// Whether it is an object, which has no other fields than `known`.
  boolean isObject(Set<String> known) {
    if (!json.isObject()) {
      fault("", "an object");
      return false;
    }
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        // What is printed is what we know, as a name can be anything.
        fault("", "no other fields than " + String.join(", ", known.stream().sorted().toList()));
        return true;
      }
    }
    return true;
  }

  /// What `parse` makes of a text that has to be there.
  <T> Optional<T> text(String field, Function<String, T> parse) {
    JsonNode found = json.path(field);
    if (!found.isTextual()) {
      fault(field, found.isMissingNode() ? "has to be there" : "a text");
      return Optional.empty();
    }
    return value(field, () -> parse.apply(found.textValue()));
  }

  /// A field that may be left out.
  boolean has(String field) {
    return json.has(field);
  }

  /// `true` or `false`; false where it is left out.
  boolean flag(String field) {
    JsonNode found = json.path(field);
    if (!found.isMissingNode() && !found.isBoolean()) {
      fault(field, "true or false");
    }
    return found.asBoolean(false);
  }

  /// The parts of an array; none where it is left out.
  List<Node> parts(String field) {
    JsonNode found = json.path(field);
    List<Node> parts = new ArrayList<>();
    if (found.isArray()) {
      for (int i = 0; i < found.size(); i++) {
        parts.add(new Node(found.path(i), place(field) + "[" + i + "]", faults));
      }
    } else if (!found.isMissingNode()) {
      fault(field, "an array");
    }
    return parts;
  }

  Optional<Money> money() {
    if (!isObject(Set.of("amount", "currency"))) {
      return Optional.empty();
    }
    Optional<CurrencyCode> currency = text("currency", CurrencyCode::of);
    JsonNode amount = json.path("amount");
    if (!amount.isIntegralNumber() || !amount.canConvertToLong()) {
      fault("amount", "a whole number of minor units");
      return Optional.empty();
    }
    return value("amount", () -> new MinorUnits(amount.longValue()))
        .flatMap(minor -> currency.map(of -> new Money(minor, of)));
  }

  Node at(String field) {
    return new Node(json.path(field), place(field), faults);
  }

  /// What `make` makes of parts that are all right by themselves.
  <T> Optional<T> value(String field, Made<T> make) {
    try {
      return Optional.of(make.make());
    } catch (InvalidValue e) {
      fault(field, e.wanted());
      return Optional.empty();
    }
  }

  @FunctionalInterface
  interface Made<T> {
    T make();
  }

  void fault(String field, String wanted) {
    String place = place(field);
    faults.add((place.isEmpty() ? "the file" : place) + ": " + wanted);
  }

  private String place(String field) {
    return path.isEmpty() || field.isEmpty() ? path + field : path + "." + field;
  }
}
