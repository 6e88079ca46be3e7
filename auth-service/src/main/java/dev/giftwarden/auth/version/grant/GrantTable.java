package dev.giftwarden.auth.version.grant;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.text.Label;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;

/// Which versions clients and their certificates may call. An empty set of a client's means every
/// version.
@ApplicationScoped
class GrantTable {
  private static final String LOCK_CLIENT =
      """
      select name, scopes, coalesce(versions, '{}') as versions from client
      where account = :account and id = :client and environment = coalesce(:world, environment)
      for update
      """;

  private static final String LOCK_CERTIFICATE =
      """
      select versions from certificate
      where serial = :serial and account = :account and client = :client for update
      """;

  /// What is not named stays as it is, and with it what only a later release knows.
  private static final String CHANGE =
      """
      update client set name = coalesce(:name, name), scopes = coalesce(:scopes::text[], scopes),
        versions = nullif(coalesce(:versions::text[], versions), '{}'),
        epoch = epoch + case when :ends_tokens then 1 else 0 end
      where account = :account and id = :client
      returning epoch
      """;

  private static final String GRANT_CERTIFICATE =
      "update certificate set versions = :versions where serial = :serial";

  private static final String RAISE =
      """
      update client set epoch = epoch + 1 where account = :account and id = :client
      returning epoch
      """;

  private final Database database;

  GrantTable(Database database) {
    this.database = database;
  }

  /// @param world that it has to be of, if any
  @Transactional(Transactional.TxType.MANDATORY)
  Optional<ClientGrant> lockClient(Subject.Client client, Optional<Environment> world) {
    return database
        .sql(LOCK_CLIENT)
        .set("account", client.account().value())
        .set("client", client.id().value())
        .set("world", world.map(Environment::text))
        .first(row ->
            new ClientGrant(row.text("name"), Scope.known(row.texts("scopes")), versions(row)));
  }

  /// Behind its client's, whose epoch goes with it.
  @Transactional(Transactional.TxType.MANDATORY)
  Optional<Set<ApiVersion>> lockCertificate(Subject.Client client, String serial) {
    return database
        .sql(LOCK_CERTIFICATE)
        .set("serial", serial)
        .set("account", client.account().value())
        .set("client", client.id().value())
        .first(GrantTable::versions);
  }

  /// @return the client's epoch from now on, a new one with `endsTokens`
  long change(Subject.Client client, ClientChange wanted, boolean endsTokens) {
    return database
        .sql(CHANGE)
        .set("name", wanted.name().map(Label::value))
        .set(
            "scopes",
            wanted
                .scopes()
                .map(some -> some.stream().map(Scope::text).sorted().toArray(String[]::new)))
        .set("versions", wanted.versions().map(GrantTable::texts))
        .set("ends_tokens", endsTokens)
        .set("account", client.account().value())
        .set("client", client.id().value())
        .only(row -> row.number("epoch"));
  }

  void grantCertificate(String serial, Set<ApiVersion> versions) {
    database.sql(GRANT_CERTIFICATE).set("versions", texts(versions)).set("serial", serial).update();
  }

  /// @return the client's new epoch: a token with a lower one grants what was granted before
  long raise(Subject.Client client) {
    return database
        .sql(RAISE)
        .set("account", client.account().value())
        .set("client", client.id().value())
        .only(row -> row.number("epoch"));
  }

  private static Set<ApiVersion> versions(Row row) {
    return ApiVersion.known(row.texts("versions"));
  }

  private static String[] texts(Set<ApiVersion> versions) {
    return versions.stream().map(ApiVersion::text).sorted().toArray(String[]::new);
  }
}
