package dev.giftwarden.auth.inventory;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The certificates that auth has issued, as they stand.
@ApplicationScoped
class InventoryTable {
  /// Of two that end in the same second the serial decides, so a page has a definite last row.
  private static final String PAGE =
      """
      with listed as (
        select c.*, r.revoked_at, r.reason,
          case when r.serial is not null then 'revoked'
            when c.not_after < :now then 'expired' else 'valid' end as state
        from certificate c
        join client owner on owner.account = c.account and owner.id = c.client
        left join revoked_certificate r on r.serial = c.serial
        where c.account = :account
          and (:environment::text is null or owner.environment = :environment)
      )
      select * from listed
      where (:state::text is null or state = :state)
        and (:client::text is null or client = :client)
        and (:version::text is null or :version = any (versions))
        and (:before::timestamptz is null or (not_after >= :now and not_after < :before))
        and (:after::text is null
          or (not_after, serial) >
            (select not_after, serial from certificate where serial = :after and account = :account))
      order by not_after, serial
      limit :limit
      """;

  private static final String EXISTS =
      "select 1 from certificate where serial = :serial and account = :account";

  private final Database database;

  InventoryTable(Database database) {
    this.database = database;
  }

  /// What of the inventory is wanted; what is empty narrows nothing.
  ///
  /// @param environment the only one that the reader sees
  /// @param expiresWithin from now on; what has ended already does not end any more
  record Wanted(
      Optional<Environment> environment,
      Optional<ClientId> client,
      Optional<CertificateState> state,
      Optional<ApiVersion> version,
      Optional<Duration> expiresWithin) {}

  /// Whichever ends first comes first.
  ///
  /// @param after the serial of the last one of the page before
  List<ListedCertificate> page(
      AccountId account, Wanted wanted, Optional<String> after, Instant now, int limit) {
    return database
        .sql(PAGE)
        .set("account", account.value())
        .set("environment", wanted.environment().map(Environment::text))
        .set("client", wanted.client().map(ClientId::value))
        .set("state", wanted.state().map(CertificateState::text))
        .set("version", wanted.version().map(ApiVersion::text))
        .set("before", wanted.expiresWithin().map(now::plus))
        .set("after", after)
        .set("now", now)
        .set("limit", limit)
        .list(InventoryTable::read);
  }

  boolean exists(AccountId account, String serial) {
    return database.sql(EXISTS).set("serial", serial).set("account", account.value()).exists();
  }

  private static ListedCertificate read(Row row) {
    return new ListedCertificate(
        row.text("serial"),
        new ClientId(row.text("client")),
        CertificateState.of(row.text("state")),
        row.text("thumbprint"),
        row.texts("versions").stream().map(ApiVersion::of).sorted().toList(),
        row.instant("not_before"),
        row.instant("not_after"),
        row.instant("issued_at"),
        row.text("issued_by"),
        row.optionalText("predecessor").orElse(null),
        row.optionalInstant("revoked_at").orElse(null),
        row.optionalText("reason").orElse(null),
        row.optionalInstant("seen_at").orElse(null),
        row.optionalText("seen_from").orElse(null));
  }
}
