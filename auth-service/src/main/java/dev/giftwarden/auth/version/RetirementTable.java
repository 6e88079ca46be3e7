package dev.giftwarden.auth.version;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Proposals to retire a version, and what its retirement takes from whom.
@ApplicationScoped
class RetirementTable {
  /// What people can look through.
  static final int MAX_LISTED = 100;

  private static final String PROPOSE =
      """
      insert into version_retirement (id, version, proposed_by, proposed_at, expires_at)
      values (:id, :version, :by, :now, :end)
      """;

  private static final String LATEST =
      """
      select id, proposed_by, proposed_at, expires_at, confirmed_at from version_retirement
      where version = :version
      order by proposed_at desc, id limit 1 for update
      """;

  private static final String FIND =
      """
      select id, proposed_by, proposed_at, expires_at, confirmed_at from version_retirement
      where id = :id
      """;

  private static final String CONFIRM =
      "update version_retirement set confirmed_by = :by, confirmed_at = :now where id = :id";

  /// Certificates that could still open a connection.
  private static final String LIVE =
      """
      certificate c where :version = any(c.versions) and c.not_after > :now
        and not exists (select 1 from revoked_certificate r where r.serial = c.serial)
      """;

  private static final String LIVE_KEYS =
      "api_key k where :version = any(k.versions) and k.revoked_at is null and k.expires_at > :now";

  private static final String CLIENTS =
      "client l where :version = any(l.versions) and l.revoked_at is null";

  /// Who has the version alone, and who has another one besides.
  private static final String TALLY =
      """
      select
        (select count(*) from %1$s and cardinality(c.versions) = 1) as certificates_revoked,
        (select count(*) from %1$s and cardinality(c.versions) > 1) as certificates_narrowed,
        (select count(*) from %2$s and cardinality(k.versions) = 1) as keys_left_without,
        (select count(*) from %2$s and cardinality(k.versions) > 1) as keys_narrowed,
        (select count(*) from %3$s and cardinality(l.versions) = 1) as clients_left_without,
        (select count(*) from %3$s and cardinality(l.versions) > 1) as clients_narrowed
      """
          .formatted(LIVE, LIVE_KEYS, CLIENTS);

  private static final String DOOMED =
      """
      select c.serial, c.account, c.client from %s and cardinality(c.versions) = 1
      order by c.account, c.client, c.serial limit :most
      """
          .formatted(LIVE);

  /// Whoever revokes in an account locks it first, and what counts revocations second.
  private static final String HOLD =
      """
      select id from account
      where id in (select c.account from %s and cardinality(c.versions) = 1)
      order by id for key share
      """
          .formatted(LIVE);

  private static final String REVOKE =
      """
      insert into revoked_certificate
        (serial, kind, holder, account, not_after, reason, revoked_at, revoked_by)
      select c.serial, 'partner', 'spiffe://%s/account/' || c.account || '/client/' || c.client,
        c.account, c.not_after, 'cessationOfOperation', :now, :by
      from %s and cardinality(c.versions) = 1
      order by c.serial
      on conflict do nothing
      returning serial
      """
          .formatted(Kind.PARTNER.trustDomain(), LIVE);

  private static final List<String> NARROW =
      List.of(
          """
          update certificate set versions = array_remove(versions, :version)
          where :version = any(versions) and cardinality(versions) > 1
          """,
          """
          update api_key set versions = array_remove(versions, :version)
          where :version = any(versions) and cardinality(versions) > 1
          """,
          """
          update client set versions = array_remove(versions, :version)
          where :version = any(versions) and cardinality(versions) > 1
          """);

  private final Database database;

  RetirementTable(Database database) {
    this.database = database;
  }

  /// @param confirmedAt empty: nothing has happened yet
  record Proposal(
      UUID id,
      String proposedBy,
      Instant proposedAt,
      Instant expiresAt,
      Optional<Instant> confirmedAt) {
    Proposal confirmed(Instant at) {
      return new Proposal(id, proposedBy, proposedAt, expiresAt, Optional.of(at));
    }
  }

  /// @param keysLeftWithout keys that name this version alone, which can then call none
  record Tally(
      long certificatesRevoked,
      long certificatesNarrowed,
      long keysLeftWithout,
      long keysNarrowed,
      long clientsLeftWithout,
      long clientsNarrowed) {

    /// For the log.
    String text() {
      return "certificates revoked:%d narrowed:%d keys without:%d narrowed:%d clients without:%d narrowed:%d"
          .formatted(
              certificatesRevoked,
              certificatesNarrowed,
              keysLeftWithout,
              keysNarrowed,
              clientsLeftWithout,
              clientsNarrowed);
    }
  }

  record Doomed(String serial, String account, String client) {}

  @Transactional(Transactional.TxType.MANDATORY)
  void propose(ApiVersion version, Proposal proposal) {
    database
        .sql(PROPOSE)
        .set("id", proposal.id())
        .set("version", version.text())
        .set("by", proposal.proposedBy())
        .set("now", proposal.proposedAt())
        .set("end", proposal.expiresAt())
        .update();
  }

  /// The last one, which nobody else confirms until this transaction ends.
  @Transactional(Transactional.TxType.MANDATORY)
  Optional<Proposal> latest(ApiVersion version) {
    return database.sql(LATEST).set("version", version.text()).first(RetirementTable::proposal);
  }

  Optional<Proposal> find(UUID id) {
    return database.sql(FIND).set("id", id).first(RetirementTable::proposal);
  }

  private static Proposal proposal(Row row) {
    return new Proposal(
        row.uuid("id"),
        row.text("proposed_by"),
        row.instant("proposed_at"),
        row.instant("expires_at"),
        row.optionalInstant("confirmed_at"));
  }

  @Transactional(Transactional.TxType.MANDATORY)
  void confirm(Proposal proposal, String by, Instant now) {
    database.sql(CONFIRM).set("by", by).set("now", now).set("id", proposal.id()).update();
  }

  Tally tally(ApiVersion version, Instant now) {
    return database
        .sql(TALLY)
        .set("version", version.text())
        .set("now", now)
        .only(row ->
            new Tally(
                row.number("certificates_revoked"),
                row.number("certificates_narrowed"),
                row.number("keys_left_without"),
                row.number("keys_narrowed"),
                row.number("clients_left_without"),
                row.number("clients_narrowed")));
  }

  List<Doomed> doomed(ApiVersion version, Instant now) {
    return database
        .sql(DOOMED)
        .set("version", version.text())
        .set("now", now)
        .set("most", MAX_LISTED)
        .list(row -> new Doomed(row.text("serial"), row.text("account"), row.text("client")));
  }

  /// Revokes what grants only this version, and takes it from what grants another one too.
  ///
  /// @return serials of what was revoked
  @Transactional(Transactional.TxType.MANDATORY)
  List<String> withdraw(ApiVersion version, String by, Instant now) {
    var _ =
        database
            .sql(HOLD)
            .set("version", version.text())
            .set("now", now)
            .list(row -> row.text("id"));
    NARROW.forEach(sql -> database.sql(sql).set("version", version.text()).update());
    return database
        .sql(REVOKE)
        .set("version", version.text())
        .set("now", now)
        .set("by", by)
        .list(row -> row.text("serial"));
  }
}
