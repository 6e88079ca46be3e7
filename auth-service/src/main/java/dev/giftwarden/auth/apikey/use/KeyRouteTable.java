package dev.giftwarden.auth.apikey.use;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.usage.KeysSeen;
import dev.giftwarden.auth.client.usage.KeysSeen.RouteUse;
import dev.giftwarden.edge.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// For which routes each key was ever used, from the time on that this is written down. Told more
/// than once it is the same, whoever tells it first; what is no key's id leaves nothing behind.
@ApplicationScoped
public class KeyRouteTable {
  /// Of one key at one service, and with that no further report of it counts: twice what a release
  /// may announce. Only a service that makes them up comes to it.
  private static final int MOST = 1_000;

  /// In one order, so that two reports do not wait for each other in a circle.
  private static final String NOTE =
      """
      insert into key_route (key, service, route, used_at)
      select told.key, :service, told.route, least(max(told.at), clock_timestamp())
      from unnest(:keys::text[], :routes::text[], :times::timestamptz[]) as told (key, route, at)
      join api_key k on k.id = told.key
      where (select count(*) from key_route r where r.key = told.key and r.service = :service)
        < :most
      group by told.key, told.route
      order by told.key, told.route
      on conflict (key, service, route) do update set used_at = excluded.used_at
      where key_route.used_at < excluded.used_at
      """;

  private static final String FIND =
      "select service, route from key_route where key = :key order by service, route";

  /// A restore loses what was written down since.
  private static final String SINCE =
      """
      select greatest(k.created_at, a.routes_counted_from) as since
      from api_key k join account a on a.id = k.account where k.id = :key
      """;

  /// A key that has ended is asked about when another takes its place; then no more.
  private static final String FORGET =
      """
      delete from key_route r using api_key k
      where k.id = r.key and least(k.expires_at, k.revoked_at) < now() - interval '90 days'
      """;

  private final Database database;

  KeyRouteTable(Database database) {
    this.database = database;
  }

  /// A service of the version before tells the last use of each key alone.
  @Transactional
  void note(Audience where, KeysSeen.Taken taken) {
    var uses =
        Stream.concat(
                taken.routes().stream(),
                taken.uses().stream().map(use -> new RouteUse(use.key(), use.route(), use.at())))
            .toList();
    if (!uses.isEmpty()) {
      database
          .sql(NOTE)
          .set("service", where.text())
          .set("keys", texts(uses, use -> use.key().value()))
          .set("routes", texts(uses, RouteUse::route))
          .set("times", texts(uses, use -> use.at().toString()))
          .set("most", MOST)
          .update();
    }
  }

  private static String[] texts(List<RouteUse> uses, Function<RouteUse, String> text) {
    return uses.stream().map(text).toArray(String[]::new);
  }

  /// @param key one that exists
  public KeyRoutes of(KeyId key) {
    return new KeyRoutes(
        database.sql(SINCE).set("key", key.value()).only(row -> row.instant("since")),
        database
            .sql(FIND)
            .set("key", key.value())
            .list(row -> new KeyRoutes.Used(Audience.of(row.text("service")), row.text("route"))));
  }

  @Transactional
  void forget() {
    database.sql(FORGET).update();
  }
}
