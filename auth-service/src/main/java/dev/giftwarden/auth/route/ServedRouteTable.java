package dev.giftwarden.auth.route;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.route.ServedRoute;
import dev.giftwarden.auth.client.route.ServedRoute.Door;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What each service has said that it serves.
@ApplicationScoped
class ServedRouteTable {
  /// In one order, so that two replicas that say the same do not wait for each other in a circle.
  private static final String ANNOUNCE =
      """
      insert into served_route
        (service, release, route, door, scopes, versioned, shows_people, told_at)
      select :service, encode(sha256(:said), 'hex'), route, door, string_to_array(scopes, ' '), versioned,
        shows_people, clock_timestamp()
      from unnest(:routes::text[], :doors::text[], :scopes::text[], :versioned::boolean[],
          :shows_people::boolean[])
        as told (route, door, scopes, versioned, shows_people)
      order by route
      on conflict (service, release, route) do update
      set scopes = excluded.scopes, told_at = excluded.told_at
      """;

  /// However many releases a service claims to have, the last few are remembered.
  private static final String FORGET =
      """
      delete from served_route where service = :service and release not in (
        select release from served_route where service = :service
        group by release order by max(told_at) desc, release limit 8)
      """;

  /// Of each service what was said lately, and of one that has been silent since, the last that it
  /// said: it will serve that when it is back.
  private static final String IN_FORCE =
      """
      select service, route, door, scopes, versioned, shows_people from served_route r
      where told_at > clock_timestamp() - interval '15 minutes'
        or told_at >= (select max(told_at) - interval '1 minute' from served_route
                       where service = r.service)
      order by service, route
      """;

  private final Database database;

  ServedRouteTable(Database database) {
    this.database = database;
  }

  /// @param said the same bytes for the same routes: what two replicas of one release have in
  ///   common
  @Transactional
  void announce(String service, byte[] said, List<ServedRoute> routes) {
    database
        .sql(ANNOUNCE)
        .set("service", service)
        .set("said", said)
        .set("routes", texts(routes, ServedRoute::text))
        .set("doors", texts(routes, route -> text(route.door())))
        .set("scopes", texts(routes, route -> Scope.join(route.anyOf())))
        .set("versioned", flags(routes, ServedRoute::versioned))
        .set("shows_people", flags(routes, ServedRoute::showsPeople))
        .update();
    database.sql(FORGET).set("service", service).update();
  }

  /// By service; a route that two releases open differently is there twice.
  Map<Audience, Set<ServedRoute>> inForce() {
    var found = new EnumMap<Audience, Set<ServedRoute>>(Audience.class);
    var _ =
        database
            .sql(IN_FORCE)
            .list(row ->
                found
                    .computeIfAbsent(
                        Audience.of(row.text("service")), _ -> new LinkedHashSet<ServedRoute>())
                    .add(read(row)));
    return found;
  }

  private static ServedRoute read(Row row) {
    return new ServedRoute(
        row.text("route"),
        Door.valueOf(row.text("door").toUpperCase(Locale.ROOT)),
        row.texts("scopes").stream()
            .map(Scope::find)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet()),
        row.flag("versioned"),
        row.flag("shows_people"));
  }

  private static String text(Door door) {
    return door.name().toLowerCase(Locale.ROOT);
  }

  private static String[] texts(List<ServedRoute> routes, Function<ServedRoute, String> text) {
    return routes.stream().map(text).toArray(String[]::new);
  }

  private static Boolean[] flags(List<ServedRoute> routes, Function<ServedRoute, Boolean> flag) {
    return routes.stream().map(flag).toArray(Boolean[]::new);
  }
}
