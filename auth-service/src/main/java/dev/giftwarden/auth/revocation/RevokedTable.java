package dev.giftwarden.auth.revocation;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.certs.Kind;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What was revoked, and what of the inventory there is to revoke.
@ApplicationScoped
public class RevokedTable {
  private static final String HAS = "select 1 from revoked_certificate where serial = :serial";

  private static final String READ =
      """
      select serial, holder, not_after, reason, revoked_at, revoked_by
      from revoked_certificate where serial = any(:serials::text[])
      """;

  private static final String INSERT =
      """
      insert into revoked_certificate
        (serial, kind, holder, account, not_after, reason, revoked_at, revoked_by)
      values
        (:serial, :kind, :holder, :account, :not_after, :reason, :revoked_at, :revoked_by)
      on conflict do nothing
      """;

  /// The certificate first, then what was renewed with it, and with that, as far as it lives.
  private static final String WITH_SUCCESSORS =
      """
      with recursive chain (serial, not_after, depth) as (
        select serial, not_after, 0 from certificate
        where serial = :serial and account = :account and client = :client
        union
        select c.serial, c.not_after, chain.depth + 1
        from certificate c join chain on c.predecessor = chain.serial
        where :successors
      )
      select serial, not_after from chain where depth = 0 or not_after > :now order by depth
      """;

  private static final String LIVE =
      """
      select serial, not_after from certificate
      where account = :account and client = :client and not_after > :now
      order by issued_at
      """;

  private static final String REVOKE_CLIENT =
      """
      update client set revoked_at = :now, epoch = epoch + 1
      where account = :account and id = :client and revoked_at is null
      returning epoch
      """;

  private static final String CLIENT_REVOKED_AT =
      "select revoked_at from client where account = :account and id = :client";

  private final Database database;

  RevokedTable(Database database) {
    this.database = database;
  }

  /// Whether it is dead, by what is committed.
  public boolean has(PeerCertificate certificate) {
    return database.sql(HAS).set("serial", certificate.serial()).exists();
  }

  /// In no order.
  List<Revoked> read(Collection<String> serials) {
    return database
        .sql(READ)
        .set("serials", serials.toArray(String[]::new))
        .list(RevokedTable::revoked);
  }

  /// False if it was revoked before; then the first reason stays.
  boolean insert(Condemned certificate, RevocationReason reason, Instant now, String by) {
    Kind kind = certificate.holder().kind();
    return database
            .sql(INSERT)
            .set("serial", certificate.serial())
            .set("kind", kind.name().toLowerCase(Locale.ROOT))
            .set("holder", certificate.holder().uri())
            .set("account", certificate.account().map(AccountId::value))
            .set("not_after", certificate.notAfter())
            .set("reason", reason.text())
            .set("revoked_at", now)
            .set("revoked_by", by)
            .update()
        == 1;
  }

  /// Of the inventory: it, and with `successors` all that came of it. Empty if the client has none
  /// of that serial.
  List<Condemned> find(
      AccountId account, ClientId client, Serial serial, boolean successors, Instant now) {
    return database
        .sql(WITH_SUCCESSORS)
        .set("account", account.value())
        .set("client", client.value())
        .set("serial", serial.value())
        .set("successors", successors)
        .set("now", now)
        .list(row -> condemned(row, account, client));
  }

  List<Condemned> live(AccountId account, ClientId client, Instant now) {
    return database
        .sql(LIVE)
        .set("account", account.value())
        .set("client", client.value())
        .set("now", now)
        .list(row -> condemned(row, account, client));
  }

  /// The client's new epoch; empty if it was revoked before.
  OptionalLong revokeClient(AccountId account, ClientId client, Instant now) {
    return database
        .sql(REVOKE_CLIENT)
        .set("account", account.value())
        .set("client", client.value())
        .set("now", now)
        .first(row -> row.number("epoch"))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  Optional<Instant> clientRevokedAt(AccountId account, ClientId client) {
    return database
        .sql(CLIENT_REVOKED_AT)
        .set("account", account.value())
        .set("client", client.value())
        .first(row -> row.optionalInstant("revoked_at"))
        .flatMap(revokedAt -> revokedAt);
  }

  private static Condemned condemned(Row row, AccountId account, ClientId client) {
    return new Condemned(
        row.text("serial"),
        new SpiffeId.Partner(account.value(), client.value()),
        Optional.of(account),
        row.instant("not_after"));
  }

  private static Revoked revoked(Row row) {
    return new Revoked(
        new Serial(row.text("serial")),
        HolderId.of(row.text("holder")),
        row.instant("not_after"),
        RevocationReason.of(row.text("reason")),
        row.instant("revoked_at"),
        row.text("revoked_by"));
  }
}
