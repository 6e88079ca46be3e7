package dev.giftwarden.auth.token;

import dev.giftwarden.auth.account.Account;
import dev.giftwarden.auth.account.MtlsPolicy;
import dev.giftwarden.auth.account.Plan;
import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.apikey.KeyRights;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Network;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.auth.registration.Client;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.Thumbprint;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.hibernate.exception.JDBCConnectionException;

/// All that a token for a key takes from the database, in one statement: every token asks, so every
/// way to the database and back counts. One statement is one moment, too.
@ApplicationScoped
class StandingTable {
  private static final String FIND =
      """
      select k.id, k.account, k.environment, k.name, k.scopes, k.grantable_scopes, k.sub_accounts,
        k.networks, k.versions, k.certificates, k.pii_reason, k.not_before, k.expires_at,
        k.created_at, k.created_by, k.revoked_at, k.epoch,
        a.plan, a.mtls, a.epoch as account_epoch, a.created_at as account_created_at,
        c.id as client, c.name as client_name, c.environment as client_environment,
        c.scopes as client_scopes, c.epoch as client_epoch, c.created_at as client_created_at
      from api_key k
      join account a on a.id = k.account
      left join client c on c.account = k.account and c.account = ? and c.id = ?
      where k.id = ?
      """;

  private final DataSource database;

  StandingTable(DataSource database) {
    this.database = database;
  }

  /// For a caller that has proven the secret.
  ///
  /// @param certificate whom the certificate on the connection names
  /// @throws JDBCConnectionException where the database does not answer
  Optional<Standing> find(KeyId key, Optional<SpiffeId.Partner> certificate) {
    try (var connection = database.getConnection();
        var query = connection.prepareStatement(FIND)) {
      query.setString(1, certificate.map(SpiffeId.Partner::account).orElse(null));
      query.setString(2, certificate.map(SpiffeId.Partner::client).orElse(null));
      query.setString(3, key.value());
      try (var row = query.executeQuery()) {
        return row.next() ? Optional.of(standing(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new JDBCConnectionException("The keys cannot be read", e);
    }
  }

  private static Standing standing(ResultSet row) throws SQLException {
    var account = new AccountId(row.getString("account"));
    return new Standing(key(row, account), account(row, account), client(row, account));
  }

  private static Key key(ResultSet row, AccountId account) throws SQLException {
    return new Key(
        new KeyId(row.getString("id")),
        account,
        row.getString("name"),
        rights(row),
        instant(row, "created_at"),
        row.getString("created_by"),
        Optional.ofNullable(row.getTimestamp("revoked_at")).map(Timestamp::toInstant),
        row.getLong("epoch"));
  }

  private static KeyRights rights(ResultSet row) throws SQLException {
    return new KeyRights(
        Environment.of(row.getString("environment")),
        set(row, "scopes", Scope::of),
        set(row, "grantable_scopes", Scope::of),
        set(row, "sub_accounts", SubAccountId::new),
        texts(row, "networks").stream().map(Network::of).toList(),
        set(row, "versions", ApiVersion::of),
        set(row, "certificates", Thumbprint::new),
        Optional.ofNullable(row.getString("pii_reason")),
        instant(row, "not_before"),
        instant(row, "expires_at"));
  }

  private static Account account(ResultSet row, AccountId id) throws SQLException {
    return new Account(
        id,
        Plan.of(row.getString("plan")),
        MtlsPolicy.of(row.getString("mtls")),
        row.getLong("account_epoch"),
        instant(row, "account_created_at"));
  }

  private static Optional<Client> client(ResultSet row, AccountId account) throws SQLException {
    var id = row.getString("client");
    return id == null
        ? Optional.empty()
        : Optional.of(
            new Client(
                account,
                new ClientId(id),
                row.getString("client_name"),
                Environment.of(row.getString("client_environment")),
                set(row, "client_scopes", Scope::of),
                row.getLong("client_epoch"),
                instant(row, "client_created_at")));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  private static <T> Set<T> set(ResultSet row, String column, Function<String, T> parse)
      throws SQLException {
    return texts(row, column).stream().map(parse).collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }
}
