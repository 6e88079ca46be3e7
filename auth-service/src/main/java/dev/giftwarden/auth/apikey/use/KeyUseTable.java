package dev.giftwarden.auth.apikey.use;

import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.usage.KeysSeen;
import dev.giftwarden.auth.client.usage.KeysSeen.Failures;
import dev.giftwarden.auth.client.usage.KeysSeen.Use;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// When each key was last used, and how often it was refused, apart from the keys: what is noted
/// here waits for nobody who changes one, nor they for it. Times only go forward, whoever reports
/// first, and never beyond the clock of the database. What is no key's id leaves nothing behind.
@ApplicationScoped
public class KeyUseTable {
  /// In one order, here and below, so that two reports do not wait for each other in a circle.
  private static final String USE =
      """
      with told as (
        select distinct on (key) key, least(at, clock_timestamp()) as at, route, address,
          nullif(certificate, '') as certificate
        from unnest(:keys::text[], :times::timestamptz[], :routes::text[], :addresses::text[],
            :certificates::text[])
          as told (key, at, route, address, certificate)
        order by key, at desc
      )
      insert into key_use (key, used_at, used_route, used_from, used_certificate)
      select told.key, told.at, told.route, told.address, told.certificate
      from told join api_key k on k.id = told.key
      order by told.key
      on conflict (key) do update
      set used_at = excluded.used_at, used_route = excluded.used_route,
        used_from = excluded.used_from, used_certificate = excluded.used_certificate
      where key_use.used_at is null or key_use.used_at < excluded.used_at
      """;

  private static final String FIRST =
      """
      insert into key_use_batch (id, received_at) values (:batch, clock_timestamp())
      on conflict do nothing returning id
      """;

  private static final String FAIL =
      """
      insert into key_use (key, failures, failed_at)
      select told.key, sum(told.count)::bigint, least(max(told.at), clock_timestamp())
      from unnest(:keys::text[], :counts::bigint[], :times::timestamptz[]) as told (key, count, at)
      join api_key k on k.id = told.key
      group by told.key
      order by told.key
      on conflict (key) do update
      set failures = key_use.failures + excluded.failures,
        failed_at = greatest(key_use.failed_at, excluded.failed_at)
      """;

  /// A report is never as old as the batches that are forgotten here.
  private static final String TIDY =
      "delete from key_use_batch where received_at < now() - interval '5 days'";

  private static final String FIND =
      """
      select key, used_at, used_route, used_from, used_certificate, failures, failed_at
      from key_use where key = any(:keys::text[])
      """;

  private final Database database;

  KeyUseTable(Database database) {
    this.database = database;
  }

  /// @param batch names this: failures that come again under it count once
  @Transactional
  void note(UUID batch, KeysSeen.Taken taken) {
    if (!taken.uses().isEmpty()) {
      use(taken.uses());
    }
    if (!taken.failures().isEmpty() && database.sql(FIRST).set("batch", batch).exists()) {
      fail(taken.failures());
      database.sql(TIDY).update();
    }
  }

  private void use(List<Use> uses) {
    database
        .sql(USE)
        .set("keys", texts(uses, use -> use.key().value()))
        .set("times", texts(uses, use -> use.at().toString()))
        .set("routes", texts(uses, Use::route))
        .set("addresses", texts(uses, use -> use.from().getHostAddress()))
        .set("certificates", texts(uses, use -> use.certificate().orElse("")))
        .update();
  }

  private void fail(List<Failures> failures) {
    database
        .sql(FAIL)
        .set("keys", texts(failures, each -> each.key().value()))
        .set("counts", failures.stream().map(Failures::count).toArray(Long[]::new))
        .set("times", texts(failures, each -> each.lastAt().toString()))
        .update();
  }

  private static <T> String[] texts(Collection<T> values, Function<T, String> text) {
    return values.stream().map(text).toArray(String[]::new);
  }

  /// Of those keys alone of which anything is known.
  public Map<KeyId, KeyUse> find(Collection<KeyId> keys) {
    record Found(KeyId key, KeyUse use) {}
    return database
        .sql(FIND)
        .set("keys", texts(keys, KeyId::value))
        .list(row -> new Found(new KeyId(row.text("key")), read(row)))
        .stream()
        .collect(Collectors.toUnmodifiableMap(Found::key, Found::use));
  }

  /// Of one key, also where nothing is known.
  public KeyUse of(KeyId key) {
    return find(List.of(key)).getOrDefault(key, KeyUse.NONE);
  }

  private static KeyUse read(Row row) {
    return new KeyUse(
        row.optionalInstant("used_at")
            .map(at ->
                new KeyUse.Last(
                    at,
                    row.text("used_route"),
                    row.text("used_from"),
                    row.optionalText("used_certificate").orElse(null))),
        row.optionalInstant("failed_at")
            .map(at -> new KeyUse.Failures(row.number("failures"), at)));
  }
}
