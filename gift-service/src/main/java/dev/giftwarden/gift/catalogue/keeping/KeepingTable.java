package dev.giftwarden.gift.catalogue.keeping;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.outbox.OutboxTable;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Transaction;
import dev.giftwarden.gift.catalogue.Band;
import dev.giftwarden.gift.catalogue.Collection;
import dev.giftwarden.gift.catalogue.CollectionTable;
import dev.giftwarden.gift.catalogue.Description;
import dev.giftwarden.gift.catalogue.Product;
import dev.giftwarden.gift.money.Money;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/// Makes the catalogue what an operator wants it to be, as the owner of the database.
final class KeepingTable {
  private static final String ROLE = "role:gift_owner";

  /// Two operators at once: the second sees what the first has done. Whoever reads waits for none.
  private static final String ALONE = "lock table collection in share row exclusive mode";

  private static final String PUT =
      """
      insert into collection (id, name, shelf) values (:id, :name, :shelf)
      on conflict (id) do update set name = excluded.name, shelf = excluded.shelf
      """;

  private static final String RETIRE =
      "update collection set shelf = 'retired' where id <> all (:ids) and shelf <> 'retired'";

  private static final String TAKE_BANDS = "delete from collection_band where collection_id = :id";

  private static final String PUT_BAND =
      """
      insert into collection_band (collection_id, id, place, label, amount, currency)
      values (:collection, :id, :place, :label, :amount, :currency)
      """;

  /// A gift may name it.
  private static final String TAKE_PRODUCTS =
      "update product set shelf = 'retired', place = null where collection_id = :id";

  private static final String TAKE_PRICES = "delete from product_price where collection_id = :id";

  private static final String PUT_PRODUCT =
      """
      insert into product (collection_id, sku, place, name, description, shelf)
      values (:collection, :sku, :place, :name, :description, :shelf)
      on conflict (collection_id, sku) do update
        set place = excluded.place, name = excluded.name, description = excluded.description,
            shelf = excluded.shelf
      """;

  private static final String PUT_PRICE =
      """
      insert into product_price (collection_id, sku, currency, amount)
      values (:collection, :sku, :currency, :amount)
      """;

  private final Database database;
  private final InstantSource clock;

  /// @param database as its owner
  KeepingTable(DataSource database, InstantSource clock) {
    this.database = new Database(database);
    this.clock = clock;
  }

  /// Everything or nothing, with a record for the log of each collection that becomes different.
  ///
  /// @return what became different, a line each; nothing where nothing did
  List<String> keep(List<Collection> wanted) {
    return database.transaction(transaction -> {
      transaction.sql(ALONE).update();
      List<String> lines = Difference.between(CollectionTable.all(transaction::sql), wanted);
      if (!lines.isEmpty()) {
        String[] ids = wanted.stream().map(one -> one.id().value()).toArray(String[]::new);
        transaction.sql(RETIRE).set("ids", ids).update();
        wanted.forEach(one -> put(transaction, one));
        record(transaction, Difference.changed(lines));
      }
      return lines;
    });
  }

  private static void put(Transaction transaction, Collection one) {
    String id = one.id().value();
    transaction
        .sql(PUT)
        .set("id", id)
        .set("name", one.name().value())
        .set("shelf", one.shelf().text())
        .later();
    transaction.sql(TAKE_BANDS).set("id", id).later();
    transaction.sql(TAKE_PRICES).set("id", id).later();
    transaction.sql(TAKE_PRODUCTS).set("id", id).later();
    for (int i = 0; i < one.bands().size(); i++) {
      put(transaction, id, i, one.bands().get(i));
    }
    for (int i = 0; i < one.products().size(); i++) {
      put(transaction, id, i, one.products().get(i));
    }
  }

  private static void put(Transaction transaction, String collection, int place, Band band) {
    transaction
        .sql(PUT_BAND)
        .set("collection", collection)
        .set("id", band.id().value())
        .set("place", place)
        .set("label", band.label().value())
        .set("amount", band.most().minor())
        .set("currency", band.most().currency().value())
        .later();
  }

  private static void put(Transaction transaction, String collection, int place, Product product) {
    transaction
        .sql(PUT_PRODUCT)
        .set("collection", collection)
        .set("sku", product.sku().value())
        .set("place", place)
        .set("name", product.name().value())
        .set("description", product.description().map(Description::value))
        .set("shelf", product.shelf().text())
        .later();
    for (Money price : product.prices()) {
      transaction
          .sql(PUT_PRICE)
          .set("collection", collection)
          .set("sku", product.sku().value())
          .set("currency", price.currency().value())
          .set("amount", price.minor())
          .later();
    }
  }

  private void record(Transaction transaction, List<String> changed) {
    Instant now = clock.instant();
    // What waits is sent before the connection is lent.
    var _ = transaction.sql("select 1").exists();
    transaction.lend(connection ->
        OutboxTable.append(
            connection,
            Audience.GIFT.text(),
            changed.stream()
                .map(id -> AuditEvent.of(ROLE, "collection.keep").target(id).succeeded(now))
                .toArray(AuditEvent[]::new)));
  }
}
