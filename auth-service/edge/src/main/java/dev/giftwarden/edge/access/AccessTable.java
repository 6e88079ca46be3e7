package dev.giftwarden.edge.access;

import java.util.LinkedHashMap;
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

  private AccessTable(SequencedMap<String, Access> rows) {
    this.rows = rows;
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

  /// Collects rows; a wrong one is a bug and stops the start.
  public static final class Builder {
    private final Map<String, Access> rows = new LinkedHashMap<>();

    private Builder() {}

    public Builder row(String route, Access access) {
      if (!ROUTE.matcher(route).matches()) {
        throw new IllegalArgumentException("not a method and a path template: " + route);
      }
      if (rows.putIfAbsent(route, access) != null) {
        throw new IllegalArgumentException("two rows for " + route);
      }
      return this;
    }

    public AccessTable build() {
      return new AccessTable(new LinkedHashMap<>(rows));
    }
  }
}
