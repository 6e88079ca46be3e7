package dev.giftwarden.auth.trust;

import com.google.protobuf.ByteString;
import dev.giftwarden.auth.client.trust.SigningKeyCheck;
import dev.giftwarden.auth.v1.EpochRaised;
import dev.giftwarden.auth.v1.SigningKey;
import dev.giftwarden.auth.v1.TrustChange;
import dev.giftwarden.auth.v1.TrustEntry;
import dev.giftwarden.auth.v1.TrustSnapshot;
import dev.giftwarden.certs.quarkus.InternalTls;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// The trust feed as the database holds it. Numbers are given under the lock of one row, in the
/// transaction of the change itself: the order of numbers is the order of commits.
@ApplicationScoped
public class TrustTable {
  /// A token lives five minutes; twice that, and no token can be alive that a snapshot forgot.
  private static final Duration EPOCHS_MATTER_FOR = Duration.ofMinutes(10);

  private static final String ENTRY_COLUMNS =
      "c.subject, c.epoch, k.id, k.public_key, k.not_after, k.chain, k.signature";

  private static final Logger LOG = Logger.getLogger(TrustTable.class);

  private final DataSource database;
  private final SigningKeyCheck check;

  TrustTable(DataSource database, InternalTls tls) {
    this.database = database;
    this.check = new SigningKeyCheck(() -> tls.folder().roots());
  }

  /// Kills every token of `subject` with a lower epoch, from the commit of the caller's transaction
  /// on.
  @Transactional(Transactional.TxType.MANDATORY)
  public void raise(String subject, long epoch) {
    append(subject, epoch, null);
  }

  /// Publishes the public half of a signing key.
  ///
  /// @return the number under which every live feed must have acknowledged it before it signs
  @Transactional
  long publish(SigningKey key) {
    var sql =
        """
        insert into signing_key (id, public_key, not_after, chain, signature)
        values (?, ?, ?, ?, ?)
        """;
    try (var connection = database.getConnection();
        var insert = connection.prepareStatement(sql)) {
      insert.setString(1, key.getKeyId());
      insert.setBytes(2, key.getPublicKey().toByteArray());
      insert.setTimestamp(3, Timestamp.from(Instant.ofEpochMilli(key.getNotAfterUnixMs())));
      insert.setArray(4, chain(connection, key));
      insert.setBytes(5, key.getSignature().toByteArray());
      insert.executeUpdate();
      return append(null, null, key.getKeyId());
    } catch (SQLException e) {
      throw new TrustTableException(e);
    }
  }

  private long append(@Nullable String subject, @Nullable Long epoch, @Nullable String signingKey) {
    var sql =
        """
        with head as (
          update trust_head set number = number + 1 returning number
        ), change as (
          insert into trust_change (number, subject, epoch, signing_key)
          select number, ?, ?, ? from head returning number
        )
        select number, pg_notify('trust_change', '') from change
        """;
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, subject);
      statement.setObject(2, epoch, Types.BIGINT);
      statement.setString(3, signingKey);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong("number");
      }
    } catch (SQLException e) {
      throw new TrustTableException(e);
    }
  }

  /// What a consumer that knows nothing needs: the live signing keys and the epochs that can still
  /// matter. One statement, so one moment.
  TrustSnapshot snapshot() {
    var sql =
        """
        with c as (
          select null as subject, null::bigint as epoch, id as signing_key
          from signing_key where not_after > now()
          union all
          select subject, max(epoch), null
          from trust_change
          where subject is not null and changed_at > now() - make_interval(secs => ?)
          group by subject
        )
        select h.number, clock_timestamp() as read_at, %s
        from trust_head h left join c on true left join signing_key k on k.id = c.signing_key
        """
            .formatted(ENTRY_COLUMNS);
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, EPOCHS_MATTER_FOR.toSeconds());
      return snapshot(statement);
    } catch (SQLException e) {
      throw new TrustTableException(e);
    }
  }

  private TrustSnapshot snapshot(PreparedStatement statement) throws SQLException {
    try (var row = statement.executeQuery()) {
      var snapshot = TrustSnapshot.newBuilder();
      while (row.next()) {
        snapshot
            .setNumber(row.getLong("number"))
            .setDatabaseTimeUnixMs(row.getTimestamp("read_at").getTime());
        if (isEntry(row)) {
          snapshot.addEntries(entry(row));
        }
      }
      return snapshot.build();
    }
  }

  /// Removes what can no longer matter to anyone.
  @Transactional
  void tidy() {
    for (var sql :
        List.of(
            "delete from trust_change where changed_at < now() - interval '1 day'",
            """
            delete from signing_key k where not_after < now() - interval '1 day'
              and not exists (select 1 from trust_change c where c.signing_key = k.id)
            """,
            "delete from trust_consumer where seen_at < now() - interval '1 hour'")) {
      try (var connection = database.getConnection();
          var statement = connection.prepareStatement(sql)) {
        statement.executeUpdate();
      } catch (SQLException e) {
        throw new TrustTableException(e);
      }
    }
  }

  /// A connection of its own, woken by changes: late or never, so whoever waits reads in any case.
  /// All that a heartbeat takes goes over it: callers that empty the pool delay none.
  Listener listen() {
    try {
      return new Listener(database.getConnection());
    } catch (SQLException e) {
      throw new TrustTableException(e);
    }
  }

  /// Not shared between threads.
  final class Listener implements AutoCloseable {
    private final Connection connection;

    private Listener(Connection connection) throws SQLException {
      this.connection = connection;
      try (var statement = connection.createStatement()) {
        statement.execute("listen trust_change");
      } catch (SQLException e) {
        connection.close(); // or each attempt would keep one of the pool's
        throw e;
      }
    }

    /// Returns at the next change, or when the time is over.
    ///
    /// @param longest at least a millisecond
    void await(Duration longest) {
      try {
        var _ = connection.unwrap(PGConnection.class).getNotifications((int) longest.toMillis());
      } catch (SQLException e) {
        throw new TrustTableException(e);
      }
    }

    void acknowledge(Map<String, Long> consumers) {
      ConsumerTable.acknowledge(connection, consumers);
    }

    /// Everything after `number`, in order, with the time of the database at the reading.
    Reading after(long number) {
      var sql =
          """
          select h.number as head, clock_timestamp() as read_at, c.number, %s
          from trust_head h
            left join trust_change c on c.number > ? and c.number <= h.number
            left join signing_key k on k.id = c.signing_key
          order by c.number
          """
              .formatted(ENTRY_COLUMNS);
      try (var statement = connection.prepareStatement(sql)) {
        statement.setLong(1, number);
        try (var row = statement.executeQuery()) {
          return reading(row);
        }
      } catch (SQLException e) {
        throw new TrustTableException(e);
      }
    }

    @Override
    public void close() {
      try (connection;
          var statement = connection.createStatement()) {
        statement.execute("unlisten *");
      } catch (SQLException e) {
        throw new TrustTableException(e);
      }
    }
  }

  private Reading reading(ResultSet row) throws SQLException {
    var changes = new ArrayList<TrustChange>();
    long head = 0;
    var readAt = Instant.EPOCH;
    while (row.next()) {
      head = row.getLong("head");
      readAt = row.getTimestamp("read_at").toInstant();
      if (isEntry(row)) {
        changes.add(
            TrustChange.newBuilder().setNumber(row.getLong("number")).setEntry(entry(row)).build());
      }
    }
    return new Reading(head, readAt, changes);
  }

  /// @param head the last number given out when the changes were read
  record Reading(long head, Instant databaseTime, List<TrustChange> changes) {}

  private static boolean isEntry(ResultSet row) throws SQLException {
    return row.getString("subject") != null || row.getString("id") != null;
  }

  private TrustEntry entry(ResultSet row) throws SQLException {
    var subject = row.getString("subject");
    if (subject != null) {
      var raised = EpochRaised.newBuilder().setSubject(subject).setEpoch(row.getLong("epoch"));
      return TrustEntry.newBuilder().setEpochRaised(raised).build();
    }
    var key =
        SigningKey.newBuilder()
            .setKeyId(row.getString("id"))
            .setPublicKey(ByteString.copyFrom(row.getBytes("public_key")))
            .setNotAfterUnixMs(row.getTimestamp("not_after").getTime())
            .setSignature(ByteString.copyFrom(row.getBytes("signature")));
    for (var certificate : (byte[][]) row.getArray("chain").getArray()) {
      key.addCertificateChain(ByteString.copyFrom(certificate));
    }
    return TrustEntry.newBuilder()
        .setSigningKey(told(key.build(), row.getTimestamp("read_at").toInstant()))
        .build();
  }

  /// A row that somebody else has written is told by its name alone: its number is no gap then, and
  /// its content no burden. By the database's clock: a wrong one here takes good keys from nobody.
  private SigningKey told(SigningKey key, Instant now) {
    return switch (check.check(key, now)) {
      case SigningKeyCheck.Accepted _ -> key;
      case SigningKeyCheck.Refused(String why) -> {
        LOG.errorf("Signing key %s in the database is not auth's: %s.", key.getKeyId(), why);
        yield SigningKey.newBuilder().setKeyId(key.getKeyId()).build();
      }
    };
  }

  private static Array chain(Connection connection, SigningKey key) throws SQLException {
    var certificates =
        key.getCertificateChainList().stream().map(ByteString::toByteArray).toArray(byte[][]::new);
    return connection.createArrayOf("bytea", certificates);
  }
}
