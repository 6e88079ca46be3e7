package dev.giftwarden.acceptance.versions;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Repository;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/// The registry of versions and the inventory of certificates, as auth's superuser can put them: a
/// certificate of the command line enters the inventory as if auth had issued it, and a version
/// that has ended begins anew, which no role of a service can do.
final class Inventory {
  private final House house;

  Inventory(House house) {
    this.house = house;
  }

  /// A further certificate of the account's client `erp`, which grants these versions.
  ///
  /// @param versions as PostgreSQL writes a list: `{v1,v2}`
  Identity issue(String account, String versions) {
    Identity identity = house.issue("partner", account, "erp");
    update(
        """
        insert into certificate (serial, account, client, thumbprint, key_sha256, versions,
          not_before, not_after, issued_at, issued_by)
        values ('%1$s', '%2$s', 'erp', '%3$s', sha256('%1$s'::bytea), '%4$s',
          now() - interval '1 hour', now() + interval '1 day', now(), 'a test')
        """
            .formatted(serial(identity), account, identity.thumbprint(), versions));
    return identity;
  }

  /// Tells every service that version 1 is as it was at first.
  void beginAnew() {
    update(
        """
        set session_replication_role = replica;
        delete from version_retirement;
        update api_version set state = 'active',
          deprecated_at = null, sunset_at = null, successor = null, retired_at = null;
        with head as (update trust_head set number = number + 1 returning number)
        insert into trust_change (number, version) select number, 'v1' from head;
        select pg_notify('trust_change', '')
        """);
  }

  private void update(String sql) {
    try (Connection connection = house.superuser("auth");
        Statement statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /// By openssl, as auth writes it: without leading zeros.
  static String serial(Identity identity) {
    String said =
        Command.run(
                Repository.ROOT,
                "openssl",
                "x509",
                "-noout",
                "-serial",
                "-in",
                identity.certificate().toString())
            .succeeded()
            .strip();
    return said.replaceFirst("serial=0*", "").toLowerCase(Locale.ROOT);
  }
}
