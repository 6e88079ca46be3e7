package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.route.ServedRoute;
import dev.giftwarden.auth.client.route.ServedRoutes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Who may use which route of a service. **Closed by default**: a route without a row answers 403
/// to everyone, and a test of each service walks its routes and fails on one.
///
/// ```java
/// AccessTable.builder()
///     .row("POST /v1/gifts", Access.scope(GIFTS_SEND))
///     .row("GET /checkpoint", Access.open())
///     .build();
/// ```
public final class AccessTable {
  private final SequencedMap<String, Access> rows;
  private final Map<String, ServedRoute> served;
  private final boolean versioned;

  private AccessTable(SequencedMap<String, Access> rows, Set<String> people, boolean versioned) {
    this.rows = rows;
    this.served = new HashMap<>();
    rows.forEach((route, access) ->
        served.put(
            route,
            new ServedRoute(
                route, access.door(), access.scopes(), versioned, people.contains(route))));
    this.versioned = versioned;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// @param route method and path template as the resource declares it: `GET /v1/gifts/{id}`
  public Optional<Access> find(String route) {
    return Optional.ofNullable(rows.get(route));
  }

  public Set<String> routes() {
    return rows.sequencedKeySet();
  }

  /// The rows as they are told to others, and what decides a partner's call.
  public ServedRoutes served() {
    return new ServedRoutes(rows.keySet().stream().map(this::served).toList());
  }

  ServedRoute served(String route) {
    return Objects.requireNonNull(served.get(route), route);
  }

  /// The version that a route belongs to: of what matched, never of what was asked for.
  Optional<ApiVersion> version(String route) {
    return Optional.ofNullable(served.get(route)).flatMap(ServedRoute::version);
  }

  private static Optional<ApiVersion> ofPath(String route) {
    return ApiVersion.ofPath(template(route));
  }

  /// Whether the versions of these routes are granted, deprecated and retired, as the registry of
  /// versions has it.
  public boolean isVersioned() {
    return versioned;
  }

  /// The route of a path, for what is refused before one is looked for: of the templates that fit,
  /// the one that says most of it.
  public Optional<String> route(String method, String path) {
    return at(path).stream()
        .filter(route -> route.startsWith(method + " "))
        .max(Comparator.comparingInt(route -> literals(route, path)));
  }

  /// The routes whose templates fit a path.
  public List<String> at(String path) {
    return rows.keySet().stream().filter(route -> literals(route, path) >= 0).toList();
  }

  /// How many segments are as the template has them; -1: it does not fit.
  private static int literals(String route, String path) {
    String[] given = path.split("/", -1);
    String[] wanted = template(route).split("/", -1);
    if (wanted.length != given.length) {
      return -1;
    }
    int same = 0;
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals(given[i])) {
        same++;
      } else if (!wanted[i].startsWith("{")) {
        return -1;
      }
    }
    return same;
  }

  private static String template(String route) {
    return route.substring(route.indexOf(' ') + 1);
  }

  /// Collects rows; a wrong one is a bug and stops the start.
  public static final class Builder {
    private final Map<String, Access> rows = new LinkedHashMap<>();
    private final Set<String> people = new HashSet<>();
    private boolean versioned = true;

    private Builder() {}

    public Builder row(String route, Access access) {
      if (!ServedRoute.isForm(route)) {
        throw new IllegalArgumentException("not a method and a path template: " + route);
      }
      if (ofPath(route).isEmpty() && takesGrants(access)) {
        throw new IllegalArgumentException("a right to a version, and a route of none: " + route);
      }
      if (rows.putIfAbsent(route, access) != null) {
        throw new IllegalArgumentException("two rows for " + route);
      }
      return this;
    }

    /// A row whose answers say who somebody is, masked or not.
    public Builder personal(String route, Access access) {
      people.add(route);
      return row(route, access);
    }

    /// The `/v1` of these routes is no version that a credential has to grant: whoever administers
    /// versions must not be shut out with one.
    public Builder outsideVersions() {
      versioned = false;
      return this;
    }

    private static boolean takesGrants(Access access) {
      return access.door() == ServedRoute.Door.SCOPES;
    }

    public AccessTable build() {
      return new AccessTable(new LinkedHashMap<>(rows), people, versioned);
    }
  }
}
