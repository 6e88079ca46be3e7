package dev.giftwarden.auth.route;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.route.ServedRoute;
import dev.giftwarden.auth.client.route.ServedRoutes;
import dev.giftwarden.auth.v1.RouteAnnouncement;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every route of every service, as the services themselves have it: their access tables, which
/// they announce, and our own.
@ApplicationScoped
public class Routes {
  private final ServedRouteTable table;
  private final ServedRoutes own;

  Routes(ServedRouteTable table, ServedRoutes own) {
    this.table = table;
    this.own = own;
  }

  /// @return why this release does not take it; empty: it counts
  public Optional<String> announce(RouteAnnouncement told, Caller.Service service) {
    return switch (RouteReading.of(told)) {
      case RouteReading.Malformed(String why) -> Optional.of(why);
      case RouteReading.Good(List<ServedRoute> routes) -> {
        table.announce(service.id().name(), said(routes), routes);
        yield Optional.empty();
      }
    };
  }

  /// For the replicas of another release of auth.
  void announceOwn() {
    table.announce(Audience.AUTH.text(), said(own.all()), own.all());
  }

  /// By service, in the order of the routes. A service that has never said anything has no entry; a
  /// route that two releases open differently is there twice.
  public Map<Audience, Set<ServedRoute>> inForce() {
    Map<Audience, Set<ServedRoute>> all = new EnumMap<>(Audience.class);
    all.putAll(table.inForce());
    all.computeIfAbsent(Audience.AUTH, _ -> new LinkedHashSet<>()).addAll(own.all());
    return all;
  }

  private static byte[] said(List<ServedRoute> routes) {
    var said = new CanonicalRequest("giftwarden/served-routes/v1");
    routes.stream()
        .sorted(Comparator.comparing(ServedRoute::text))
        .forEach(route ->
            said.text(route.text())
                .text(route.door().name())
                .texts(route.anyOf().stream().map(Scope::text).toList())
                .number(route.versioned() ? 1 : 0)
                .number(route.showsPeople() ? 1 : 0));
    return said.toBytes();
  }
}
