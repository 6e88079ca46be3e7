package dev.giftwarden.edge.grpc;

import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.certs.SpiffeId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which service may call which RPC of this one. **Closed by default**, like the table of routes.
///
/// ```java
/// GrpcAccessTable.builder()
///     .certificate("giftwarden.auth.v1.AuthService/Exchange", "gift", "audit")
///     .token("giftwarden.audit.v1.AuditService/Append", AUDIT_APPEND, "auth", "gift")
///     .build();
/// ```
public final class GrpcAccessTable {
  private static final Pattern METHOD = Pattern.compile("[a-z][a-z0-9.]*\\.[A-Z]\\w*/[A-Z]\\w*");

  /// @param callers who may call
  /// @param scope what their own token must hold; empty: the certificate suffices
  public record Rule(Set<SpiffeId.Service> callers, Optional<Scope> scope) {
    public Rule {
      callers = Set.copyOf(callers);
    }
  }

  private final SequencedMap<String, Rule> rows;

  private GrpcAccessTable(SequencedMap<String, Rule> rows) {
    this.rows = rows;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// @param method its full name: `giftwarden.auth.v1.AuthService/Exchange`
  public Optional<Rule> find(String method) {
    return Optional.ofNullable(rows.get(method));
  }

  public Set<String> methods() {
    return rows.sequencedKeySet();
  }

  /// Collects rows; a wrong one is a bug and stops the start.
  public static final class Builder {
    private final Map<String, Rule> rows = new LinkedHashMap<>();

    private Builder() {}

    /// The named services may call it with their certificates alone.
    public Builder certificate(String method, String... services) {
      return row(method, Optional.empty(), services);
    }

    /// The named services may call it with a token of their own that holds the scope.
    public Builder token(String method, Scope scope, String... services) {
      return row(method, Optional.of(scope), services);
    }

    private Builder row(String method, Optional<Scope> scope, String... services) {
      if (!METHOD.matcher(method).matches()) {
        throw new IllegalArgumentException("not the full name of an RPC: " + method);
      }
      var callers =
          Arrays.stream(services)
              .map(SpiffeId.Service::new)
              .collect(Collectors.toUnmodifiableSet());
      if (callers.isEmpty() || rows.putIfAbsent(method, new Rule(callers, scope)) != null) {
        throw new IllegalArgumentException("no caller or two rows: " + method);
      }
      return this;
    }

    public GrpcAccessTable build() {
      return new GrpcAccessTable(new LinkedHashMap<>(rows));
    }
  }
}
