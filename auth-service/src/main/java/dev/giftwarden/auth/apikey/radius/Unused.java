package dev.giftwarden.auth.apikey.radius;

import dev.giftwarden.auth.apikey.use.KeyRoutes;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.route.ServedRoute;
import dev.giftwarden.auth.client.route.ServedRoute.Door;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a key could do without, if it is used for what another one was. A scope counts as used by
/// every route that was used and that it opens, also where another would have opened it: what is
/// left out by this hurts no call that was made.
///
/// @param since when the first uses were written down
/// @param scopes that opened nothing that was used
/// @param routes that these alone would open
/// @param versions that were not called
/// @param unknown used, and not known to be served: nobody can say which scope opened it
record Unused(
    KeyId predecessor,
    Instant since,
    Set<Scope> scopes,
    List<Reached.Route> routes,
    Set<ApiVersion> versions,
    List<KeyRoutes.Used> unknown) {

  /// @param served by each service
  /// @param wanted what the new key would reach
  static Unused of(
      KeyId predecessor,
      KeyRoutes known,
      Map<Audience, Set<ServedRoute>> served,
      BlastRadius.Report wanted) {
    var matched = matched(known.used(), served);
    var scopes =
        without(
            wanted.key().usable(),
            matched.values().stream()
                .flatMap(Collection::stream)
                .filter(route -> route.door() == Door.SCOPES)
                .flatMap(route -> route.anyOf().stream())
                .toList());
    return new Unused(
        predecessor,
        known.since(),
        scopes,
        wanted.reached().routes().stream()
            .filter(route -> route.door() == Door.SCOPES && scopes.containsAll(route.scopes()))
            .toList(),
        without(
            wanted.versions(),
            matched.values().stream()
                .flatMap(Collection::stream)
                .filter(ServedRoute::versioned)
                .map(ServedRoute::version)
                .flatMap(Optional::stream)
                .toList()),
        known.used().stream()
            .filter(used -> matched.getOrDefault(used, Set.of()).isEmpty())
            .toList());
  }

  /// Two releases may open one route differently: what either asks for was used.
  private static Map<KeyRoutes.Used, Set<ServedRoute>> matched(
      List<KeyRoutes.Used> used, Map<Audience, Set<ServedRoute>> served) {
    return used.stream()
        .collect(
            Collectors.toMap(
                each -> each,
                each ->
                    served.getOrDefault(each.service(), Set.of()).stream()
                        .filter(route -> route.text().equals(each.route()))
                        .collect(Collectors.toUnmodifiableSet())));
  }

  private static <T> Set<T> without(Set<T> all, Collection<T> some) {
    var left = new HashSet<>(all);
    left.removeAll(Set.copyOf(some));
    return Set.copyOf(left);
  }
}
