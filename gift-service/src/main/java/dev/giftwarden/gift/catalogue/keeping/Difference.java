package dev.giftwarden.gift.catalogue.keeping;

import dev.giftwarden.gift.catalogue.Band;
import dev.giftwarden.gift.catalogue.Collection;
import dev.giftwarden.gift.catalogue.Product;
import dev.giftwarden.gift.catalogue.Shelf;
import dev.giftwarden.gift.money.Money;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a wanted catalogue makes different, a line for each thing.
final class Difference {
  private final List<String> lines = new ArrayList<>();

  private Difference() {}

  /// @param before and `wanted`: everything there is, and is to be
  static List<String> between(List<Collection> before, List<Collection> wanted) {
    var difference = new Difference();
    Map<String, Collection> old = by(before, one -> one.id().value());
    Map<String, Collection> now = by(wanted, one -> one.id().value());
    now.forEach((id, one) -> difference.collection(id, Optional.ofNullable(old.get(id)), one));
    old.forEach((id, one) -> {
      if (!now.containsKey(id) && one.shelf() == Shelf.AVAILABLE) {
        difference.lines.add(id + ": retired, as it is not in the file");
      }
    });
    return difference.lines;
  }

  /// The ids of what [#between] has a line for.
  static List<String> changed(List<String> lines) {
    return lines.stream().map(line -> line.split("[:/]", 2)[0]).distinct().toList();
  }

  private void collection(String id, Optional<Collection> before, Collection now) {
    if (before.isEmpty()) {
      lines.add(id + ": new, " + quoted(now.name().value()));
    }
    before.ifPresent(old -> {
      changed(id, "name", quoted(old.name().value()), quoted(now.name().value()));
      changed(id, "shelf", old.shelf().text(), now.shelf().text());
    });
    bands(id, before.map(Collection::bands).orElse(List.of()), now.bands());
    products(id, before.map(Collection::products).orElse(List.of()), now.products());
  }

  private void bands(String id, List<Band> before, List<Band> now) {
    Map<String, Band> old = by(before, band -> band.id().value());
    Map<String, Band> wanted = by(now, band -> band.id().value());
    wanted.forEach((name, band) -> {
      String place = id + "/bands/" + name;
      Band was = old.get(name);
      if (was == null) {
        lines.add(place + ": new, at most " + text(band.most()));
      } else {
        changed(place, "label", quoted(was.label().value()), quoted(band.label().value()));
        changed(place, "most", text(was.most()), text(band.most()));
      }
    });
    old.keySet().stream()
        .filter(name -> !wanted.containsKey(name))
        .forEach(name -> lines.add(id + "/bands/" + name + ": gone"));
    order(id + "/bands", List.copyOf(old.keySet()), List.copyOf(wanted.keySet()));
  }

  private void products(String id, List<Product> before, List<Product> now) {
    Map<String, Product> old = by(before, product -> product.sku().value());
    Map<String, Product> wanted = by(now, product -> product.sku().value());
    wanted.forEach((sku, product) -> {
      String place = id + "/products/" + sku;
      Product was = old.get(sku);
      if (was == null) {
        lines.add(place + ": new, " + quoted(product.name().value()) + ", " + prices(product));
      } else {
        product(place, was, product);
      }
    });
    old.keySet().stream()
        .filter(sku -> !wanted.containsKey(sku))
        .forEach(sku -> lines.add(id + "/products/" + sku + ": gone"));
    order(id + "/products", List.copyOf(old.keySet()), List.copyOf(wanted.keySet()));
  }

  private void product(String place, Product was, Product now) {
    changed(place, "name", quoted(was.name().value()), quoted(now.name().value()));
    changed(place, "description", description(was), description(now));
    changed(place, "prices", prices(was), prices(now));
    changed(place, "shelf", was.shelf().text(), now.shelf().text());
  }

  private void order(String place, List<String> before, List<String> now) {
    List<String> stayed = now.stream().filter(before::contains).toList();
    if (!before.stream().filter(now::contains).toList().equals(stayed)) {
      lines.add(place + ": in another order");
    }
  }

  private void changed(String place, String what, String before, String now) {
    if (!Objects.equals(before, now)) {
      lines.add("%s: %s is %s now, was %s".formatted(place, what, now, before));
    }
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static String description(Product product) {
    return product.description().map(text -> quoted(text.value())).orElse("none");
  }

  private static String prices(Product product) {
    return product.prices().stream()
        .map(Difference::text)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String text(Money money) {
    return money.minor() + " " + money.currency().value();
  }

  private static <T> Map<String, T> by(List<T> all, Function<T, String> id) {
    Map<String, T> named = new LinkedHashMap<>();
    all.forEach(one -> named.put(id.apply(one), one));
    return named;
  }
}
