package dev.giftwarden.auth.token;

import dev.giftwarden.auth.account.MtlsPolicy;
import dev.giftwarden.auth.apikey.KeyTable;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.Grant;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.DatabaseException;
import dev.giftwarden.edge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// All that a token takes from the database, in one statement, which is one moment: with it comes
/// the number of the trust feed's last change, so that later ones can be told apart.
@ApplicationScoped
class StandingTable {
  private static final String FIND =
      """
      select %s, a.plan, a.mtls, a.epoch as account_epoch, a.suspended_at,
        (select number from trust_head) as number,
        c.id as client, c.environment as client_environment, c.epoch as client_epoch,
        c.revoked_at is not null as client_revoked,
        exists (select 1 from revoked_certificate where serial = :serial) as certificate_revoked,
        coalesce(c.versions, '{}') as client_versions,
        coalesce(x.versions, '{}') as certificate_versions
      from api_key k
      join account a on a.id = k.account
      left join client c on c.account = k.account and c.account = :account and c.id = :client
      left join certificate x
        on x.thumbprint = :thumbprint and x.account = c.account and x.client = c.id
      where k.id = :id
      """
          .formatted(KeyTable.COLUMNS.in("k"));

  private static final String CLIENT =
      """
      select c.id as client, c.environment as client_environment, c.scopes,
        c.epoch as client_epoch, c.revoked_at is not null as client_revoked,
        a.plan, a.epoch as account_epoch, a.suspended_at,
        (select number from trust_head) as number,
        exists (select 1 from revoked_certificate where serial = :serial) as certificate_revoked,
        coalesce(c.versions, '{}') as client_versions,
        coalesce(x.versions, '{}') as certificate_versions
      from client c
      join account a on a.id = c.account
      left join certificate x
        on x.thumbprint = :thumbprint and x.account = c.account and x.client = c.id
      where c.account = :account and c.id = :client
      """;

  private final Database database;

  StandingTable(Database database) {
    this.database = database;
  }

  /// For a caller that has proven the secret.
  ///
  /// @param certificate on the connection, whoever it names
  /// @throws DatabaseException where the database does not answer
  Optional<Standing> find(KeyId key, Optional<PeerCertificate> certificate) {
    var partner = certificate.flatMap(StandingTable::partner);
    return database
        .sql(FIND)
        .set("account", partner.map(SpiffeId.Partner::account))
        .set("client", partner.map(SpiffeId.Partner::client))
        .set("serial", certificate.map(PeerCertificate::serial))
        .set("thumbprint", certificate.map(peer -> peer.thumbprint().value()))
        .set("id", key.value())
        .first(StandingTable::read);
  }

  /// Of a client that comes with its certificate alone; empty if there is none of that name.
  ///
  /// @throws DatabaseException where the database does not answer
  Optional<ClientStanding> find(Subject.Client client, PeerCertificate certificate) {
    return database
        .sql(CLIENT)
        .set("account", client.account().value())
        .set("client", client.id().value())
        .set("serial", certificate.serial())
        .set("thumbprint", certificate.thumbprint().value())
        .first(row -> read(row, client));
  }

  private static ClientStanding read(Row row, Subject.Client client) {
    return new ClientStanding(
        client,
        Plan.of(row.text("plan")),
        Environment.of(row.text("client_environment")),
        Scope.known(row.texts("scopes")),
        row.optionalInstant("suspended_at").isPresent(),
        revoked(row),
        versions(row),
        Map.of(
            Grant.epochSubject(client.account()),
            row.number("account_epoch"),
            client.text(),
            row.number("client_epoch")),
        row.number("number"));
  }

  private static GrantedVersions versions(Row row) {
    return GrantedVersions.read(row.texts("client_versions"), row.texts("certificate_versions"));
  }

  private static Optional<SpiffeId.Partner> partner(PeerCertificate certificate) {
    return certificate.id() instanceof SpiffeId.Partner partner
        ? Optional.of(partner)
        : Optional.empty();
  }

  private static Standing read(Row row) {
    var key = KeyTable.read(row.in("k"));
    var client = client(row, key.account());
    var epochs = new HashMap<String, Long>();
    epochs.put(Grant.epochSubject(key.account()), row.number("account_epoch"));
    epochs.put(key.subject().text(), key.epoch());
    client.ifPresent(subject -> epochs.put(subject.text(), row.number("client_epoch")));
    var world = client.map(_ -> Environment.of(row.text("client_environment")));
    return new Standing(
        key,
        Plan.of(row.text("plan")),
        MtlsPolicy.of(row.text("mtls")),
        row.optionalInstant("suspended_at").isPresent(),
        world,
        revoked(row),
        versions(row),
        epochs,
        row.number("number"));
  }

  private static Optional<Refusal> revoked(Row row) {
    if (row.flag("certificate_revoked")) {
      return Optional.of(Refusal.CERTIFICATE_REVOKED);
    }
    return row.flag("client_revoked") ? Optional.of(Refusal.CLIENT_REVOKED) : Optional.empty();
  }

  private static Optional<Subject.Client> client(Row row, AccountId account) {
    return row.optionalText("client").map(id -> new Subject.Client(account, new ClientId(id)));
  }
}
