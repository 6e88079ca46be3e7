package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.exception.JDBCConnectionException;

/// The keys of all accounts. Every read by a partner names the account, so that a key of another is
/// not found rather than forbidden.
@ApplicationScoped
public class KeyTable {
  /// Later than any key was made.
  private static final Instant AFTER_ALL = Instant.parse("9999-01-01T00:00:00Z");

  private static final String DIGEST = "select secret_sha256 from api_key where id = ?";

  private final Session session;
  private final DataSource database;

  KeyTable(Session session, DataSource database) {
    this.session = session;
    this.database = database;
  }

  /// Only the digest, so that an id that exists costs as little as one that does not: how long the
  /// answer takes must not tell them apart.
  ///
  /// By JDBC: Hibernate 7 remembers a plan for every run of a native query with a scalar result,
  /// all under one hash, and soon looks for it longer than the query takes.
  ///
  /// @throws JDBCConnectionException where the database does not answer
  Optional<KeySecret.Digest> digest(KeyId id) {
    try (var connection = database.getConnection();
        var query = connection.prepareStatement(DIGEST)) {
      query.setString(1, id.value());
      try (var row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new KeySecret.Digest(row.getBytes("secret_sha256")))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw new JDBCConnectionException("The keys cannot be read", e);
    }
  }

  Optional<Key> find(AccountId account, KeyId id) {
    return KeyRow.<KeyRow>find("account = ?1 and id = ?2", account.value(), id.value())
        .firstResultOptional()
        .map(KeyRow::toKey);
  }

  /// Whether the key may be used at `now`, and will not be revoked before this transaction ends.
  boolean isActive(AccountId account, KeyId id, Instant now) {
    return KeyRow.<KeyRow>find("account = ?1 and id = ?2", account.value(), id.value())
        .withLock(LockModeType.PESSIMISTIC_READ)
        .firstResultOptional()
        .map(row -> row.toKey().stateAt(now) == Key.State.ACTIVE)
        .orElse(false);
  }

  void insert(Key key, KeySecret.Digest secret) {
    KeyRow.of(key, secret).persistAndFlush();
  }

  /// Newest first.
  ///
  /// @param reach what the reader may see, decided in the query so that a page is full
  /// @param after the last key of the page before; empty: from the newest on
  List<Key> page(AccountId account, Reach reach, Optional<Key> after, int limit) {
    return session
        .createNativeQuery(
            """
            select * from api_key
            where account = :account
              and (:environment = '' or environment = :environment)
              and (not :limited
                or (sub_accounts <> '{}' and sub_accounts <@ cast(:subAccounts as text[])))
              and (created_at, id) < (:createdAt, :id)
            order by created_at desc, id desc
            limit :limit
            """,
            KeyRow.class)
        .setParameter("account", account.value())
        .setParameter("environment", reach.environment().map(Environment::text).orElse(""))
        .setParameter("limited", reach.subAccounts().isPresent())
        .setParameter(
            "subAccounts",
            reach.subAccounts().orElse(Set.of()).stream()
                .map(SubAccountId::value)
                .toArray(String[]::new))
        .setParameter("createdAt", after.map(Key::createdAt).orElse(AFTER_ALL))
        .setParameter("id", after.map(key -> key.id().value()).orElse(""))
        .setParameter("limit", limit)
        .getResultStream()
        .map(KeyRow::toKey)
        .toList();
  }

  /// Whether the account has a key that can make others, and so needs no operator to make one.
  boolean hasAdministrator(AccountId account, Environment environment, Instant now) {
    return session
        .createNativeQuery(
            """
            select exists (
              select 1 from api_key
              where account = :account and environment = :environment
                and :scope = any(scopes) and revoked_at is null and expires_at > :now
            )
            """,
            Boolean.class)
        .setParameter("account", account.value())
        .setParameter("environment", environment.text())
        .setParameter("scope", Scope.KEYS_WRITE.text())
        .setParameter("now", now)
        .getSingleResult();
  }

  /// The key's new epoch; empty if it was revoked before. One statement decides, so of two that
  /// come together one is the revocation.
  Optional<Long> revoke(AccountId account, KeyId id, Instant now) {
    return session
        .createNativeQuery(
            """
            update api_key set revoked_at = :now, epoch = epoch + 1
            where account = :account and id = :id and revoked_at is null
            returning epoch
            """,
            Long.class)
        .setParameter("now", now)
        .setParameter("account", account.value())
        .setParameter("id", id.value())
        .getResultStream()
        .findFirst();
  }
}
