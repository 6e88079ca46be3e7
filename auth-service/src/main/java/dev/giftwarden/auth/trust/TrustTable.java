package dev.giftwarden.auth.trust;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.trust.SigningKeyCheck;
import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.auth.v1.TrustChange;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.certs.quarkus.InternalTls;
import dev.giftwarden.edge.database.Columns;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.database.Session;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The trust feed as the database holds it. Numbers are given under the lock of one row, in the
/// transaction of the change itself: the order of numbers is the order of commits.
@ApplicationScoped
public class TrustTable {
  /// A token lives five minutes; twice that, and no token can be alive that a snapshot forgot.
  private static final Duration EPOCHS_MATTER_FOR = Duration.ofMinutes(10);

  private static final Columns SIGNING_KEY =
      Columns.of("id", "public_key", "not_after", "chain", "signature");

  private static final String PUBLISH =
      "insert into signing_key (%s) values (%s)"
          .formatted(SIGNING_KEY.all(), SIGNING_KEY.parameters());

  private static final String APPEND =
      """
      with head as (
        update trust_head set number = number + 1 returning number
      ), change as (
        insert into trust_change (number, subject, epoch, signing_key, certificate, version)
        select number, :subject::text,
          coalesce(:epoch::bigint, case when :subject::text is not null then number end),
          :signing_key::text, :certificate::text,
          :version::text
        from head
        returning number
      )
      select number, pg_notify('trust_change', '') from change
      """;

  private static final Columns VERSION =
      Columns.of("id", "state", "deprecated_at", "sunset_at", "successor");

  /// Of a feed `h` and what it tells: an epoch of `c`, a signing key `k`, a revoked certificate
  /// `r`, a version `v`, or nothing.
  private static final String LINE =
      "h.number as head, clock_timestamp() as read_at, c.number, c.subject, c.epoch, "
          + "r.serial, r.not_after as certificate_ends, "
          + SIGNING_KEY.in("k")
          + ", "
          + VERSION.in("v");

  private static final String SNAPSHOT =
      """
      with c as (
        select null::bigint as number, null as subject, null::bigint as epoch, id as signing_key,
          null as certificate, null as version from signing_key where not_after > now()
        union all
        select null, null, null, null, null, id from api_version
        union all
        select null, subject, max(epoch), null, null, null
        from trust_change
        where subject is not null and changed_at > now() - make_interval(secs => :seconds)
        group by subject
        union all
        select null, 'suspended:' || id, epoch, null, null, null
        from account where suspended_at is not null
        union all
        select null, null, null, null, serial, null
        from revoked_certificate where not_after > now() - interval '1 minute'
      )
      select %s
      from trust_head h left join c on true
        left join signing_key k on k.id = c.signing_key
        left join revoked_certificate r on r.serial = c.certificate
        left join api_version v on v.id = c.version
      """
          .formatted(LINE);

  private static final String AFTER =
      """
      select %s
      from trust_head h
        left join trust_change c on c.number > :number and c.number <= h.number
        left join signing_key k on k.id = c.signing_key
        left join revoked_certificate r on r.serial = c.certificate
        left join api_version v on v.id = c.version
      order by c.number
      """
          .formatted(LINE);

  private static final Logger LOG = Logger.getLogger(TrustTable.class);

  private final Database database;
  private final OwnNews news;
  private final SigningKeyCheck check;

  TrustTable(Database database, OwnNews news, InternalTls tls) {
    this.database = database;
    this.news = news;
    this.check = new SigningKeyCheck(() -> tls.folder().trusted());
  }

  /// Kills every token of `subject` with a lower epoch, from the commit of the caller's transaction
  /// on.
  @Transactional(Transactional.TxType.MANDATORY)
  public void raise(String subject, long epoch) {
    news.awaitAfterCommit(append(subject, epoch, null, null, null));
  }

  /// Tells auth's replicas that a subject stands for something else than before, while its tokens
  /// live on: what they remember of it counts no more. To everybody else it is the epoch of a name
  /// that no token has.
  @Transactional(Transactional.TxType.MANDATORY)
  public void changed(String subject) {
    news.awaitAfterCommit(append(changeOf(subject), null, null, null, null));
  }

  /// Under which name the feed tells that a subject has [changed][#changed]; the epoch is the
  /// change's own number.
  public static String changeOf(String subject) {
    return "changed:" + subject;
  }

  /// Kills a certificate on every connection, from the commit of the caller's transaction on.
  ///
  /// @param serial of a row of `revoked_certificate`
  @Transactional(Transactional.TxType.MANDATORY)
  public void revoke(String serial) {
    news.awaitAfterCommit(append(null, null, null, serial, null));
  }

  /// Tells where a version stands, from the commit of the caller's transaction on.
  @Transactional(Transactional.TxType.MANDATORY)
  public void tellOf(ApiVersion version) {
    news.awaitAfterCommit(append(null, null, null, null, version.text()));
  }

  /// Publishes the public half of a signing key.
  ///
  /// @return the number under which every live feed must have acknowledged it before it signs
  @Transactional
  long publish(SigningKey key) {
    database
        .sql(PUBLISH)
        .set("id", key.getKeyId())
        .set("public_key", key.getPublicKey().toByteArray())
        .set("not_after", Instant.ofEpochMilli(key.getNotAfterUnixMs()))
        .set(
            "chain",
            key.getCertificateChainList().stream()
                .map(ByteString::toByteArray)
                .toArray(byte[][]::new))
        .set("signature", key.getSignature().toByteArray())
        .update();
    return append(null, null, key.getKeyId(), null, null);
  }

  /// @param epoch of a subject; null: the change's own number
  private long append(
      @Nullable String subject,
      @Nullable Long epoch,
      @Nullable String signingKey,
      @Nullable String certificate,
      @Nullable String version) {
    return database
        .sql(APPEND)
        .set("subject", subject)
        .set("epoch", epoch)
        .set("signing_key", signingKey)
        .set("certificate", certificate)
        .set("version", version)
        .only(row -> row.number("number"));
  }

  /// What a consumer that knows nothing needs: the live signing keys and the epochs that can still
  /// matter. One statement, so one moment.
  TrustSnapshot snapshot() {
    var lines =
        database.sql(SNAPSHOT).set("seconds", EPOCHS_MATTER_FOR.toSeconds()).list(this::line);
    return TrustSnapshot.newBuilder()
        .setNumber(lines.getLast().head())
        .setDatabaseTimeUnixMs(lines.getLast().readAt().toEpochMilli())
        .addAllEntries(lines.stream().flatMap(line -> line.entry().stream()).toList())
        .build();
  }

  /// Has `follow` listen over a connection of its own, woken by changes: late or never, so whoever
  /// waits reads in any case. All that a heartbeat takes goes over it: callers that empty the pool
  /// delay none.
  void listen(Consumer<Listener> follow) {
    database.session(session -> {
      try (var listener = new Listener(session)) {
        follow.accept(listener);
      }
      return true;
    });
  }

  /// Not shared between threads.
  final class Listener implements AutoCloseable {
    private final Session session;

    private Listener(Session session) {
      this.session = session;
      session.sql("listen trust_change").update();
    }

    /// Returns at the next change, or when the time is over.
    ///
    /// @param longest at least a millisecond
    void await(Duration longest) {
      session.awaitNotification(longest);
    }

    void acknowledge(Map<String, Long> consumers) {
      ConsumerTable.acknowledge(session, consumers);
    }

    /// Everything after `number`, in order, with the time of the database at the reading.
    Reading after(long number) {
      var lines = session.sql(AFTER).set("number", number).list(TrustTable.this::line);
      return new Reading(
          number,
          lines.getLast().head(),
          lines.getLast().readAt(),
          lines.stream().flatMap(line -> line.change().stream()).toList());
    }

    @Override
    public void close() {
      session.sql("unlisten *").update();
    }
  }

  /// @param after the number that the changes begin behind
  /// @param head the last number given out when they were read
  record Reading(long after, long head, Instant databaseTime, List<TrustChange> changes) {}

  /// @param number of the change that says it; nought in a snapshot
  private record Line(long head, Instant readAt, long number, Optional<TrustEntry> entry) {
    Optional<TrustChange> change() {
      return entry.map(told -> TrustChange.newBuilder().setNumber(number).setEntry(told).build());
    }
  }

  private Line line(Row row) {
    var readAt = row.instant("read_at");
    return new Line(
        row.number("head"),
        readAt,
        row.optionalNumber("number").orElse(0L),
        Entries.epoch(row)
            .or(() -> Entries.certificate(row))
            .or(() -> Entries.version(row.in("v")))
            .or(() -> signingKey(row.in("k")).map(key -> told(key, readAt))));
  }

  private static Optional<SigningKey> signingKey(Row row) {
    return row.optionalText("id")
        .map(id ->
            SigningKey.newBuilder()
                .setKeyId(id)
                .setPublicKey(ByteString.copyFrom(row.bytes("public_key")))
                .setNotAfterUnixMs(row.instant("not_after").toEpochMilli())
                .setSignature(ByteString.copyFrom(row.bytes("signature")))
                .addAllCertificateChain(
                    row.byteStrings("chain").stream().map(ByteString::copyFrom).toList())
                .build());
  }

  /// A row that somebody else has written is told by its name alone: its number is no gap then, and
  /// its content no burden. By the database's clock: a wrong one here takes good keys from nobody.
  private TrustEntry told(SigningKey key, Instant now) {
    var told =
        switch (check.check(key, now)) {
          case SigningKeyCheck.Accepted _ -> key;
          case SigningKeyCheck.Refused(String why) -> {
            LOG.errorf("Signing key %s in the database is not auth's: %s.", key.getKeyId(), why);
            yield SigningKey.newBuilder().setKeyId(key.getKeyId()).build();
          }
        };
    return TrustEntry.newBuilder().setSigningKey(told).build();
  }
}
