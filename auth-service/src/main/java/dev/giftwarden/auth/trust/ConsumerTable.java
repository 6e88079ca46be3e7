package dev.giftwarden.auth.trust;

import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Session;
import dev.giftwarden.edge.database.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The live feeds of all replicas, and how far each has come: whom a new signing key waits for.
@ApplicationScoped
class ConsumerTable {
  private static final long NOTHING_YET = -1;

  /// In the order of their names: two that note the same do not wait for each other in a circle.
  private static final String ACKNOWLEDGE =
      """
      insert into trust_consumer (consumer, acknowledged, seen_at)
      select consumer, acknowledged, clock_timestamp()
      from unnest(:consumers::text[], :acknowledged::bigint[]) as told (consumer, acknowledged)
      order by consumer
      on conflict (consumer) do update
      set acknowledged = excluded.acknowledged, seen_at = excluded.seen_at
      """;

  private static final String FORGET = "delete from trust_consumer where consumer = :consumer";

  private static final String IS_ACKNOWLEDGED =
      """
      select not exists (
          select 1 from trust_consumer
          where acknowledged < :number and seen_at > clock_timestamp() - make_interval(secs => :bound)
        ) or exists (
          select 1 from trust_change
          where number = :number and changed_at < clock_timestamp() - make_interval(secs => :bound)
        ) as acknowledged
      """;

  private final Database database;

  ConsumerTable(Database database) {
    this.database = database;
  }

  /// Enters a consumer before it reads its snapshot: a key published between the two waits for its
  /// acknowledgement.
  void enter(String consumer) {
    acknowledge(database.sql(ACKNOWLEDGE), Map.of(consumer, NOTHING_YET));
  }

  /// Notes how far consumers have come, and that they are alive.
  static void acknowledge(Session session, Map<String, Long> consumers) {
    acknowledge(session.sql(ACKNOWLEDGE), consumers);
  }

  private static void acknowledge(Sql statement, Map<String, Long> consumers) {
    var names = List.copyOf(consumers.keySet());
    statement
        .set("consumers", names.toArray(String[]::new))
        .set("acknowledged", names.stream().map(consumers::get).toArray(Long[]::new))
        .update();
  }

  /// A consumer that has ended decides nothing more: no key has to wait for it.
  void forget(String consumer) {
    database.sql(FORGET).set("consumer", consumer).update();
  }

  /// Whether every live feed has come as far as `number`. A feed that has not within `bound` of its
  /// publication hears nothing: its consumer distrusts all it knows, and nobody waits for it.
  boolean isAcknowledged(long number, Duration bound) {
    return database
        .sql(IS_ACKNOWLEDGED)
        .set("number", number)
        .set("bound", bound.toSeconds())
        .only(row -> row.flag("acknowledged"));
  }
}
