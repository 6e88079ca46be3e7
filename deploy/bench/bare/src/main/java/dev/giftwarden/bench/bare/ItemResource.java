package dev.giftwarden.bench.bare;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/// What a gift costs without Giftwarden: no caller, no tenant, no budget, no record. One row is
/// read; two rows are written in one transaction.
@Path("/items")
@Blocking
public class ItemResource {
  private final DataSource database;

  ItemResource(DataSource database) {
    this.database = database;
  }

  /// As many fields as a gift has.
  public record Item(
      String id, String budget, long amount, String currency, String name, String email) {}

  @GET
  @Path("/{id}")
  public Item read(String id) throws SQLException {
    try (Connection connection = database.getConnection();
        var query =
            connection.prepareStatement(
                "select id, budget, amount, currency, name, email from item where id = ?")) {
      query.setString(1, id);
      try (var row = query.executeQuery()) {
        if (!row.next()) {
          throw new NotFoundException();
        }
        return new Item(
            row.getString("id"),
            row.getString("budget"),
            row.getLong("amount"),
            row.getString("currency"),
            row.getString("name"),
            row.getString("email"));
      }
    }
  }

  @POST
  public Item write(Item wanted) throws SQLException {
    Item item =
        new Item(
            UUID.randomUUID().toString(),
            wanted.budget(),
            wanted.amount(),
            wanted.currency(),
            wanted.name(),
            wanted.email());
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, item);
      connection.commit();
    }
    return item;
  }

  private static void insert(Connection connection, Item item) throws SQLException {
    try (var row =
        connection.prepareStatement(
            "insert into item (id, budget, amount, currency, name, email)"
                + " values (?, ?, ?, ?, ?, ?)")) {
      row.setString(1, item.id());
      row.setString(2, item.budget());
      row.setLong(3, item.amount());
      row.setString(4, item.currency());
      row.setString(5, item.name());
      row.setString(6, item.email());
      row.executeUpdate();
    }
    try (var row = connection.prepareStatement("insert into line (item, amount) values (?, ?)")) {
      row.setString(1, item.id());
      row.setLong(2, item.amount());
      row.executeUpdate();
    }
  }
}
