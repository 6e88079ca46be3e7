package dev.giftwarden.auth.apikey.radius;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.route.ServedRoute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The routes that a credential reaches, by the rule that decides its calls.
///
/// @param exposesPii whether it sees people unmasked
record Reached(List<Route> routes, boolean exposesPii) {
  Reached {
    routes = List.copyOf(routes);
  }

  /// @param scopes those of the credential that open it; none where it takes none
  record Route(
      Audience service, String text, ServedRoute.Door door, Set<Scope> scopes, boolean people) {}

  /// @param served by each service
  /// @param versions that it may call
  static Reached of(
      Map<Audience, Set<ServedRoute>> served,
      Set<Scope> scopes,
      Set<ApiVersion> versions,
      boolean exposesPii) {
    var found = new ArrayList<Route>();
    served.forEach((service, routes) -> {
      var byText = new TreeMap<String, Route>();
      routes.stream()
          .filter(route -> route.objection(scopes, versions, Optional.empty()).isEmpty())
          .map(route -> route(service, route, scopes))
          .forEach(route -> byText.merge(route.text(), route, Reached::both));
      found.addAll(byText.values());
    });
    return new Reached(found, exposesPii);
  }

  private static Route route(Audience service, ServedRoute route, Set<Scope> scopes) {
    return new Route(
        service, route.text(), route.door(), common(route.anyOf(), scopes), route.showsPeople());
  }

  /// Of two releases: what either opens, and shows.
  private static Route both(Route one, Route other) {
    var scopes = new HashSet<>(one.scopes());
    scopes.addAll(other.scopes());
    return new Route(
        one.service(),
        one.text(),
        one.door().compareTo(other.door()) <= 0 ? one.door() : other.door(),
        Set.copyOf(scopes),
        one.people() || other.people());
  }

  private static Set<Scope> common(Set<Scope> some, Set<Scope> others) {
    return some.stream().filter(others::contains).collect(Collectors.toUnmodifiableSet());
  }
}
