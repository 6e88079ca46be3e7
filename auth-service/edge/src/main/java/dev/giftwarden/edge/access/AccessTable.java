package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.ApiVersion;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

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
  private static final Pattern ROUTE =
      Pattern.compile("(GET|POST|PUT|PATCH|DELETE) (/[A-Za-z0-9_.-]+|/\\{[A-Za-z]+})+");

  private final SequencedMap<String, Access> rows;
  private final Map<String, ApiVersion> versions;
  private final boolean versioned;

  private AccessTable(SequencedMap<String, Access> rows, boolean versioned) {
    this.rows = rows;
    this.versions = new HashMap<>();
    rows.keySet()
        .forEach(route -> ofPath(route).ifPresent(version -> versions.put(route, version)));
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

  /// The version that a route belongs to: of what matched, never of what was asked for.
  Optional<ApiVersion> version(String route) {
    return Optional.ofNullable(versions.get(route));
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
    private boolean versioned = true;

    private Builder() {}

    public Builder row(String route, Access access) {
      if (!ROUTE.matcher(route).matches()) {
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

    /// The `/v1` of these routes is no version that a credential has to grant: whoever administers
    /// versions must not be shut out with one.
    public Builder outsideVersions() {
      versioned = false;
      return this;
    }

    private static boolean takesGrants(Access access) {
      return switch (access) {
        case Access.Public _, Access.SelfChecked _, Access.OperatorOnly _ -> false;
        case Access.Scoped _, Access.OperatorOrScoped _, Access.OperatorScopedOrOwn _ -> true;
      };
    }

    public AccessTable build() {
      return new AccessTable(new LinkedHashMap<>(rows), versioned);
    }
  }
}
