package dev.giftwarden.auth.testing;

import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;

/// The registry of versions, and certificates in the inventory, as only a superuser can put them:
/// versions go back to where they began, which no role of a service can do.
public final class Registry {
  private Registry() {}

  /// Every version is active and nobody has proposed or counted anything.
  public static void reset() {
    update(
        """
        set session_replication_role = replica;
        delete from version_retirement;
        delete from version_usage;
        update api_version set state = 'active',
          deprecated_at = null, sunset_at = null, successor = null, retired_at = null
        """);
  }

  /// The last proposal was made two days ago.
  public static void ageProposals() {
    update(
        """
        update version_retirement
        set proposed_at = proposed_at - interval '2 days',
          expires_at = expires_at - interval '2 days'
        """);
  }

  /// As if auth had issued this certificate.
  ///
  /// @param versions as PostgreSQL writes a list: `{v1,v2}`
  public static void issued(PeerCertificate certificate, String account, String versions) {
    update(
        """
        insert into certificate (serial, account, client, thumbprint, key_sha256, versions,
          not_before, not_after, issued_at, issued_by)
        values ('%1$s', '%2$s', 'erp', '%3$s', sha256('%1$s'::bytea), '%4$s',
          now() - interval '1 hour', '%5$s', now(), 'a test')
        """
            .formatted(
                certificate.serial(),
                account,
                certificate.thumbprint().value(),
                versions,
                certificate.notAfter()));
  }

  /// As if its time were over.
  public static void endKey(String id) {
    update(
        """
        update api_key set not_before = now() - interval '2 days',
          expires_at = now() - interval '1 second' where id = '%s'
        """
            .formatted(id));
  }

  /// As if its time had been over for so long.
  public static void endKey(String id, String ago) {
    update(
        """
        set session_replication_role = replica;
        update api_key set created_at = now() - interval '200 days',
          not_before = now() - interval '200 days', expires_at = now() - interval '%s'
        where id = '%s'
        """
            .formatted(ago, id));
  }

  /// As if what keys are used for had been written down since then.
  public static void countRoutesFrom(String account, Instant time) {
    update(
        "update account set routes_counted_from = '%s' where id = '%s'".formatted(time, account));
  }

  /// The same key under other ids, and the table tidy.
  ///
  /// @param ids with commas between
  public static void copyKey(String id, String ids) {
    update(
        """
        insert into api_key select (jsonb_populate_record(k, jsonb_build_object('id', other))).*
        from api_key k, unnest(string_to_array('%s', ',')) as other where k.id = '%s'
        """
            .formatted(ids, id));
    update("vacuum analyze api_key");
  }

  /// As a replica sees it whose feed lags behind.
  public static void exposeUnheard(String id) {
    update(
        "update api_key set exposed_at = now(), exposed_by = 'report' where id = '%s'"
            .formatted(id));
  }

  /// As if it had been made then, and lived long enough yet.
  public static void antedateKey(String id, Instant madeAt) {
    update(
        """
        set session_replication_role = replica;
        update api_key set created_at = '%1$s', not_before = '%1$s',
          expires_at = now() + interval '300 days' where id = '%2$s'
        """
            .formatted(madeAt, id));
  }

  /// As if it had been used then, and not since.
  public static void useKey(String id, Instant at) {
    update(
        """
        insert into key_use (key, used_at, used_route, used_from)
        values ('%s', '%s', 'GET /v2/gifts', '192.0.2.7')
        """
            .formatted(id, at));
  }

  /// As if uses had been written down since then.
  public static void countUsesFrom(String account, Instant time) {
    update("update account set uses_counted_from = '%s' where id = '%s'".formatted(time, account));
  }

  /// As if the template had been called otherwise when the key was made.
  public static void renameTemplate(String key, String template) {
    update("update api_key set template = '%s' where id = '%s'".formatted(template, key));
  }

  /// As if a later release had let a client have what only that knows: this version, this scope.
  public static void grantOfLater(String account, String version, String scope) {
    update(
        """
        set session_replication_role = replica;
        update client set versions = '{%s}', scopes = scopes || '{%s}'::text[] where account = '%s'
        """
            .formatted(version, scope, account));
  }

  /// No service has ever said what it serves.
  public static void forgetRoutes() {
    update("delete from served_route");
  }

  /// As if all of it had been said so long before.
  public static void ageRoutes(String interval) {
    update("update served_route set told_at = told_at - interval '%s'".formatted(interval));
  }

  public static String ask(String query) {
    try (var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      return row.next() ? String.valueOf(row.getString(1)) : "nothing";
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void update(String sql) {
    try (var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }
}
