package dev.giftwarden.acceptance.token;

import dev.giftwarden.acceptance.house.EventBytes;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.database.Login;
import dev.giftwarden.local.stack.Service;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// The databases as somebody sees them who has stolen a service's own role.
final class Databases {
  private final House house;

  Databases(House house) {
    this.house = house;
  }

  /// As auth itself publishes a signing key.
  void publish(SigningKeyRow row) throws SQLException {
    try (Connection auth = connect(Service.AUTH)) {
      auth.setAutoCommit(false);
      insert(auth, row);
      announce(auth, row.id());
      auth.commit();
    }
  }

  private static void insert(Connection auth, SigningKeyRow row) throws SQLException {
    String sql =
        "insert into signing_key (id, public_key, not_after, chain, signature) values (?,?,?,?,?)";
    try (var insert = auth.prepareStatement(sql)) {
      insert.setString(1, row.id());
      insert.setBytes(2, row.publicKey());
      insert.setTimestamp(3, Timestamp.from(row.notAfter()));
      insert.setArray(4, auth.createArrayOf("bytea", row.chain().toArray(byte[][]::new)));
      insert.setBytes(5, row.signature());
      insert.executeUpdate();
    }
  }

  private static void announce(Connection auth, String id) throws SQLException {
    String sql =
        """
        with head as (update trust_head set number = number + 1 returning number),
          change as (
            insert into trust_change (number, signing_key) select number, ? from head
            returning number
          )
        select pg_notify('trust_change', '') from change
        """;
    try (var change = auth.prepareStatement(sql)) {
      change.setString(1, id);
      change.execute();
    }
  }

  /// Why each of these requests was refused, by request id, as far as the audit log has it.
  Map<String, String> reasons(Collection<String> requests) {
    try (Connection audit = connect(Service.AUDIT);
        var query = audit.prepareStatement("select encoded from event");
        var row = query.executeQuery()) {
      var reasons = new TreeMap<String, String>();
      while (row.next()) {
        var event = EventBytes.fields(row.getBytes(1));
        if (requests.contains(event.get("request_id"))) {
          reasons.put(event.get("request_id"), event.get("reason"));
        }
      }
      return reasons;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// How many consumers of the trust feed are alive and have applied everything.
  int consumersUpToDate() {
    String sql =
        """
        select count(*) from trust_consumer, trust_head
        where acknowledged = number and seen_at > clock_timestamp() - interval '3 seconds'
        """;
    try (Connection auth = connect(Service.AUTH);
        var query = auth.prepareStatement(sql);
        var row = query.executeQuery()) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect(Service service) throws SQLException {
    String role = service.id();
    Path folder = house.home().roles(service).resolve(role);
    return new Login(role, folder).to(house.ports().database(), role).getConnection();
  }
}
