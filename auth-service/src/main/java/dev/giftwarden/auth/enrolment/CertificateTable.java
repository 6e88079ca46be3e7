package dev.giftwarden.auth.enrolment;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.Pem;
import dev.giftwarden.certs.csr.P256Key;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The inventory of partners' certificates, as far as issuing reads and writes it.
@ApplicationScoped
class CertificateTable {
  private static final String LIVE =
      """
      select count(*) as live from certificate c
      where account = :account and client = :client and not_after > :now
        and not exists (select from revoked_certificate r where r.serial = c.serial)
      """;

  private static final String VERSIONS =
      """
      select versions from certificate
      where serial = :serial and account = :account and client = :client
      """;

  private static final String FIND =
      """
      select chain, versions, predecessor from certificate
      where key_sha256 = :key and account = :account and client = :client and chain is not null
      """;

  private static final String IS_REVOKED =
      "select 1 from revoked_certificate where serial = :serial";

  /// The index decides whether a key was certified before, also of two that come together.
  private static final String INSERT =
      """
      insert into certificate
        (serial, account, client, thumbprint, key_sha256, versions, not_before, not_after,
         issued_at, issued_by, predecessor, chain)
      values
        (:serial, :account, :client, :thumbprint, :key, :versions, :not_before, :not_after,
         :issued_at, :issued_by, :predecessor, :chain)
      on conflict (key_sha256) do nothing
      """;

  /// It grants what it did outside the inventory: whatever its client may call and is not retired.
  private static final String ADOPT =
      """
      insert into certificate
        (serial, account, client, thumbprint, key_sha256, versions, not_before, not_after,
         issued_at, issued_by)
      select :serial, l.account, l.id, :thumbprint, sha256(:key::bytea), granted.versions,
        :not_before, :not_after, :not_before, 'elsewhere'
      from client l, lateral (
        select array_agg(v.id order by v.id) as versions from api_version v
        where v.state <> 'retired' and (l.versions is null or v.id = any(l.versions))
      ) granted
      where l.account = :account and l.id = :client and granted.versions is not null
      on conflict do nothing
      """;

  private final Database database;

  CertificateTable(Database database) {
    this.database = database;
  }

  /// How many the client could use now, under the account's lock.
  long live(Subject.Client client, Instant now) {
    return database
        .sql(LIVE)
        .set("account", client.account().value())
        .set("client", client.id().value())
        .set("now", now)
        .only(row -> row.number("live"));
  }

  /// What a certificate of this client grants; empty where another hand issued it.
  Optional<Set<ApiVersion>> versionsOf(String serial, Subject.Client client) {
    return database
        .sql(VERSIONS)
        .set("serial", serial)
        .set("account", client.account().value())
        .set("client", client.id().value())
        .first(CertificateTable::versions);
  }

  /// Takes into the inventory what another hand issued, unless it is there or its key is.
  void adopt(PeerCertificate certificate, Subject.Client client) {
    var leaf = certificate.leaf();
    var _ =
        database
            .sql(ADOPT)
            .set("serial", certificate.serial())
            .set("thumbprint", certificate.thumbprint().value())
            .set("key", leaf.getPublicKey().getEncoded())
            .set("not_before", leaf.getNotBefore().toInstant())
            .set("not_after", certificate.notAfter())
            .set("account", client.account().value())
            .set("client", client.id().value())
            .update();
  }

  /// As it was issued for this key of this client's, and what it grants now.
  Optional<IssuedCertificate> find(Subject.Client client, P256Key key) {
    return database
        .sql(FIND)
        .set("key", key.digest())
        .set("account", client.account().value())
        .set("client", client.id().value())
        .first(row ->
            IssuedCertificate.of(
                Pem.certificates(row.text("chain")),
                versions(row),
                row.optionalText("predecessor")));
  }

  boolean isRevoked(String serial) {
    return database.sql(IS_REVOKED).set("serial", serial).exists();
  }

  /// False if the key was certified before.
  boolean insert(
      Subject.Client client, IssuedCertificate made, P256Key key, Instant now, String by) {
    return database
            .sql(INSERT)
            .set("serial", made.serial())
            .set("account", client.account().value())
            .set("client", client.id().value())
            .set("thumbprint", made.thumbprint().value())
            .set("key", key.digest())
            .set("versions", made.versions().stream().map(ApiVersion::text).toArray(String[]::new))
            .set("not_before", made.notBefore())
            .set("not_after", made.notAfter())
            .set("issued_at", now)
            .set("issued_by", by)
            .set("predecessor", made.predecessor())
            .set("chain", made.pem())
            .update()
        == 1;
  }

  private static Set<ApiVersion> versions(Row row) {
    return row.texts("versions").stream().map(ApiVersion::of).collect(Collectors.toSet());
  }
}
