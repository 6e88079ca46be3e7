package dev.giftwarden.auth.route;

import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.route.ServedRoute;
import dev.giftwarden.auth.client.route.ServedRoute.Door;
import dev.giftwarden.auth.client.route.ServedRoutes;
import dev.giftwarden.auth.v1.AnnouncedRoute;
import dev.giftwarden.auth.v1.RouteAnnouncement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a service says that it serves, as far as this release understands it. It is that service's
/// word and opens nothing: calls are decided where they arrive.
sealed interface RouteReading {

  record Good(List<ServedRoute> routes) implements RouteReading {}

  record Malformed(String why) implements RouteReading {}

  static RouteReading of(RouteAnnouncement told) {
    int count = told.getRoutesCount();
    if (count == 0 || count > ServedRoutes.MAX) {
      return new Malformed("1 to " + ServedRoutes.MAX + " routes");
    }
    try {
      List<ServedRoute> routes = told.getRoutesList().stream().map(RouteReading::route).toList();
      return routes.stream().map(ServedRoute::text).distinct().count() == count
          ? new Good(routes)
          : new Malformed("each route once");
    } catch (InvalidValue e) {
      return new Malformed(e.wanted());
    }
  }

  /// A scope that a later release has brought, no key of this one holds.
  private static ServedRoute route(AnnouncedRoute told) {
    return new ServedRoute(
        told.getRoute(),
        door(told),
        told.getScopesList().stream()
            .map(Scope::find)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet()),
        told.getVersioned(),
        told.getShowsPeople());
  }

  private static Door door(AnnouncedRoute told) {
    return switch (told.getDoor()) {
      case ANYBODY -> Door.ANYBODY;
      case ITSELF -> Door.ITSELF;
      case SCOPES -> Door.SCOPES;
      case OPERATORS -> Door.OPERATORS;
      case DOOR_UNSPECIFIED, UNRECOGNIZED ->
          throw new InvalidValue("what opens a route, in words of this release");
    };
  }
}
