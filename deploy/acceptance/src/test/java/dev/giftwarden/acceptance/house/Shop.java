package dev.giftwarden.acceptance.house;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// What recipients can choose from in a house, as `gift-service/run collections` would keep it: a
/// mug of 7 and a pen of 4, in cents.
public final class Shop {
  public static final String COLLECTION = "thank-you";

  /// At most 10 cents.
  public static final String BAND = "small";

  public static final String MUG = "MUG";

  private Shop() {}

  public static void open(House house) {
    try (Connection connection = house.superuser("gift");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into collection (id, name, shelf) values ('thank-you', 'Thank you', 'available')
            on conflict do nothing;
          insert into collection_band (collection_id, id, place, label, amount, currency)
            values ('thank-you', 'small', 0, 'Up to 10 cents', 10, 'EUR') on conflict do nothing;
          insert into product (collection_id, sku, place, name, shelf)
            values ('thank-you', 'MUG', 0, 'A blue mug', 'available'),
                   ('thank-you', 'PEN', 1, 'A pen', 'available') on conflict do nothing;
          insert into product_price (collection_id, sku, currency, amount)
            values ('thank-you', 'MUG', 'EUR', 7), ('thank-you', 'PEN', 'EUR', 4)
            on conflict do nothing
          """);
    } catch (SQLException e) {
      throw new AssertionError("no collection", e);
    }
  }
}
