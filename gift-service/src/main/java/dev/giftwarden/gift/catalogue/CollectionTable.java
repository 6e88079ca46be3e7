package dev.giftwarden.gift.catalogue;

import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.database.Sql;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Collections in the database. They belong to no tenant, and the service reads them only.
@Singleton
public class CollectionTable {

  private static final String SOME =
      "select id, name, shelf from collection where id = any (:ids) order by id";

  private static final String BANDS =
      """
      select collection_id, id, label, amount, currency
        from collection_band
       where collection_id = any (:ids)
       order by collection_id, place
      """;

  /// A product that an operator has left out has no place any more.
  private static final String PRODUCTS =
      """
      select product.collection_id, product.sku, name, description, shelf, amount, currency
        from product
        join product_price on product_price.collection_id = product.collection_id
         and product_price.sku = product.sku
       where product.collection_id = any (:ids) and place is not null
       order by product.collection_id, place, currency
      """;

  private static final String AVAILABLE =
      "select id from collection where shelf = 'available' order by id";

  private static final String ALL = "select id from collection order by id";

  public Optional<Collection> find(TenantSession session, CollectionId id) {
    return find(session, Set.of(id)).stream().findFirst();
  }

  public List<Collection> find(TenantSession session, Set<CollectionId> ids) {
    return read(session::sql, ids.stream().map(CollectionId::value).toList());
  }

  /// Those that can be sent.
  List<Collection> available(TenantSession session) {
    return read(session::sql, session.sql(AVAILABLE).list(row -> row.text("id")));
  }

  /// @param sql a transaction of whoever may read them
  public static List<Collection> all(Function<String, Sql> sql) {
    return read(sql, sql.apply(ALL).list(row -> row.text("id")));
  }

  private record Named(String id, Label name, Shelf shelf) {}

  /// Collections before what is in them: each statement sees what was kept before it, and of one
  /// that is new by then all is there.
  private static List<Collection> read(Function<String, Sql> sql, List<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    String[] wanted = ids.toArray(String[]::new);
    List<Named> named = sql.apply(SOME).set("ids", wanted).list(CollectionTable::named);
    Map<String, List<Band>> bands =
        sql
            .apply(BANDS)
            .set("ids", wanted)
            .list(row -> Map.entry(row.text("collection_id"), band(row)))
            .stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    var products = new HashMap<String, List<Product>>();
    sql.apply(PRODUCTS).set("ids", wanted).list(row -> add(products, row));
    return named.stream().map(one -> collection(one, bands, products)).toList();
  }

  private static Named named(Row row) {
    return new Named(row.text("id"), new Label(row.text("name")), Shelf.of(row.text("shelf")));
  }

  private static Collection collection(
      Named named, Map<String, List<Band>> bands, Map<String, List<Product>> products) {
    return new Collection(
        new CollectionId(named.id()),
        named.name(),
        named.shelf(),
        bands.getOrDefault(named.id(), List.of()),
        products.getOrDefault(named.id(), List.of()));
  }

  private static Band band(Row row) {
    return new Band(new BandId(row.text("id")), new Label(row.text("label")), money(row));
  }

  /// The rows of a product, one for each price, come behind each other.
  private static boolean add(Map<String, List<Product>> all, Row row) {
    List<Product> some = all.computeIfAbsent(row.text("collection_id"), _ -> new ArrayList<>());
    var sku = new Sku(row.text("sku"));
    List<Money> prices = new ArrayList<>();
    if (!some.isEmpty() && some.getLast().sku().equals(sku)) {
      prices.addAll(some.removeLast().prices());
    }
    prices.add(money(row));
    return some.add(
        new Product(
            sku,
            new Label(row.text("name")),
            row.optionalText("description").map(Description::new),
            prices,
            Shelf.of(row.text("shelf"))));
  }

  private static Money money(Row row) {
    return Money.of(row.number("amount"), row.text("currency"));
  }

  /// What a row of a gift says that can be chosen.
  public static Optional<Selection> selection(Row gift) {
    return gift.optionalText("collection_id")
        .map(id ->
            new Selection(new CollectionId(id), gift.optionalText("band_id").map(BandId::new)));
  }

  /// What a row of a gift says that was chosen.
  public static Optional<Purchase> purchase(Row gift) {
    return gift.optionalText("product_sku")
        .map(sku ->
            new Purchase(
                new Sku(sku),
                new Label(gift.text("product_name")),
                Money.of(gift.number("cost"), gift.text("currency"))));
  }
}
