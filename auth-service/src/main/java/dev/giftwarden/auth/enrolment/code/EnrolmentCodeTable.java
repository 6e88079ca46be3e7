package dev.giftwarden.auth.enrolment.code;

import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The codes that were handed out. Never one of them, only digests.
@ApplicationScoped
class EnrolmentCodeTable {
  /// Why a code was refused is known for as long after its end; and longer than it is remembered
  /// under which Idempotency-Key it was made.
  private static final Duration KEPT = Duration.ofDays(2);

  private static final String INSERT =
      """
      insert into enrolment_code
        (id, account, client, secret_sha256, created_at, created_by, expires_at)
      values (:id, :account, :client, :secret, :created_at, :created_by, :expires_at)
      """;

  private static final String COUNT =
      """
      select count(*) as open from enrolment_code
      where account = :account and client = :client and used_at is null and expires_at > :now
      """;

  private static final String FORGET =
      "delete from enrolment_code where account = :account and expires_at < :before";

  private static final String FIND =
      """
      select account, client, secret_sha256, expires_at, used_at from enrolment_code
      where id = :id
      """;

  /// One statement decides and writes: of many that come with one code, one gets its certificate.
  private static final String USE =
      """
      update enrolment_code set used_at = :now, serial = :serial
      where id = :id and account = :account and client = :client
        and used_at is null and expires_at > :now
      """;

  private static final String GOT =
      """
      select 1 from enrolment_code e join certificate c on c.serial = e.serial
      where e.id = :id and c.key_sha256 = :key
      """;

  private final Database database;

  EnrolmentCodeTable(Database database) {
    this.database = database;
  }

  /// A code as it was handed out.
  ///
  /// @param secret the digest of the whole
  record Stored(Subject.Client client, byte[] secret, Instant expiresAt, boolean used) {
    @Override
    public String toString() {
      return "Stored[" + client.text() + "]";
    }
  }

  void insert(EnrolmentCode code, Subject.Client client, Instant now, Instant end, String by) {
    database
        .sql(INSERT)
        .set("id", code.id())
        .set("account", client.account().value())
        .set("client", client.id().value())
        .set("secret", code.digest())
        .set("created_at", now)
        .set("created_by", by)
        .set("expires_at", end)
        .update();
  }

  /// How many could be used now, under the account's lock.
  long open(Subject.Client client, Instant now) {
    return database
        .sql(COUNT)
        .set("account", client.account().value())
        .set("client", client.id().value())
        .set("now", now)
        .first(row -> row.number("open"))
        .orElseThrow();
  }

  void forget(AccountId account, Instant now) {
    database.sql(FORGET).set("account", account.value()).set("before", now.minus(KEPT)).update();
  }

  /// The end of one of this client's.
  Optional<Instant> endOf(String id, Subject.Client client) {
    return find(id).filter(stored -> stored.client().equals(client)).map(Stored::expiresAt);
  }

  Optional<Stored> find(String id) {
    return database
        .sql(FIND)
        .set("id", id)
        .first(row ->
            new Stored(
                new Subject.Client(
                    new AccountId(row.text("account")), new ClientId(row.text("client"))),
                row.bytes("secret_sha256"),
                row.instant("expires_at"),
                row.optionalInstant("used_at").isPresent()));
  }

  /// Whether its certificate is of this key.
  boolean got(EnrolmentCode code, byte[] key) {
    return database.sql(GOT).set("id", code.id()).set("key", key).exists();
  }

  /// False if it is used, or over.
  boolean use(EnrolmentCode code, Subject.Client client, String serial, Instant now) {
    return database
            .sql(USE)
            .set("id", code.id())
            .set("account", client.account().value())
            .set("client", client.id().value())
            .set("serial", serial)
            .set("now", now)
            .update()
        == 1;
  }
}
