package dev.giftwarden.auth.restore;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.outbox.OutboxTable;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.edge.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Makes a database that was set back to an earlier moment fit to be served from again, as its
/// owner.
///
/// Verifiers that lived on know what came after that moment: they refuse a feed that is behind what
/// they have, and tokens of epochs that they heard were over. So the feed and every epoch go on far
/// beyond where they can have been, and the numbers of the published list with them. What they
/// heard of revoked certificates they keep; whoever starts anew does not know of those. The signing
/// keys go, and with them every token there is, those of the lost time too: nobody is left who
/// could say which of them were revoked. Nor could anybody say which keys were used meanwhile, and
/// for what: none counts as unused from before.
public class RestoredTable {
  /// More changes than any time that a restore loses can hold, and few enough that a long counts a
  /// billion restores.
  private static final long LEAP = 1_000_000_000;

  /// A replica that lives reports its feeds every second; one that ends does not take the others'
  /// reports with it.
  private static final String IS_SERVED =
      """
      select 1 from trust_consumer
      where seen_at > clock_timestamp() - make_interval(secs => 10)
      """;

  /// The last sign of life that the database holds.
  private static final String MOMENT =
      """
      select greatest(
        (select max(seen_at) from trust_consumer),
        (select max(changed_at) from trust_change),
        (select max(created_at) from api_key),
        (select max(issued_at) from certificate),
        (select max(revoked_at) from revoked_certificate)
      ) as moment
      """;

  private static final String LEAP_AHEAD =
      """
      with head as (update trust_head set number = number + :leap),
           accounts as (
             update account set epoch = epoch + :leap,
               uses_counted_from = now(), routes_counted_from = now()),
           clients as (update client set epoch = epoch + :leap),
           lists as (update partner_crl set number = number + :leap, changed = changed + 1)
      update api_key set epoch = epoch + :leap
      """;

  private static final List<String> FORGET =
      List.of("delete from trust_change", "delete from signing_key", "delete from trust_consumer");

  private final Database database;
  private final InstantSource clock;

  /// @param database as its owner
  public RestoredTable(DataSource database, InstantSource clock) {
    this.database = new Database(database);
    this.clock = clock;
  }

  public sealed interface Outcome {
    /// @param moment to which the database was set back, as far as it shows; empty if nothing ever
    ///   happened in it
    record Opened(Optional<Instant> moment) implements Outcome {}

    /// A replica was alive within the last ten seconds; nothing was done.
    record Served() implements Outcome {}
  }

  /// Everything or nothing, with its record for the log.
  public Outcome open() {
    return database.transaction(transaction -> {
      if (transaction.sql(IS_SERVED).exists()) {
        return new Outcome.Served();
      }
      Optional<Instant> moment = transaction.sql(MOMENT).only(row -> row.optionalInstant("moment"));
      transaction.sql(LEAP_AHEAD).set("leap", LEAP).update();
      FORGET.forEach(table -> transaction.sql(table).update());
      transaction.lend(
          connection -> OutboxTable.append(connection, Audience.AUTH.text(), act(moment)));
      return new Outcome.Opened(moment);
    });
  }

  private AuditEvent act(Optional<Instant> moment) {
    return AuditEvent.of("role:auth_owner", "trust.restore")
        .target(moment.map(Instant::toString).orElse(""))
        .succeeded(clock.instant());
  }
}
