package dev.giftwarden.auth.token;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.Grant;
import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.edge.quota.CallQuota;
import dev.giftwarden.edge.quota.Taken;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What a proven credential may be turned into.
///
/// @param scopes all that a token may carry
/// @param withheld what it could carry besides, if others could not read the key
/// @param boundTo the certificate on the connection; empty: the token is a bearer token
/// @param end no token of it lives longer: the earliest end of key and certificate
record Entitlement(
    Subject.Partner subject,
    Set<Scope> scopes,
    Set<Scope> withheld,
    Grant grant,
    Optional<Thumbprint> boundTo,
    Instant end) {
  Entitlement {
    scopes = Set.copyOf(scopes);
    withheld = Set.copyOf(withheld);
  }

  /// Takes one call of its quotas.
  ///
  /// @param origin over which it was proven
  Taken take(CallQuota quota, Origin origin) {
    return quota.take(subject, grant.account(), grant.plan(), origin);
  }

  /// Why no token carries these; one that carries nothing is none.
  Optional<Refusal> objection(Set<Scope> asked) {
    if (scopes.containsAll(asked) && !(asked.isEmpty() && !withheld.isEmpty())) {
      return Optional.empty();
    }
    boolean wouldElse =
        asked.stream().allMatch(scope -> scopes.contains(scope) || withheld.contains(scope));
    return Optional.of(wouldElse ? Refusal.KEY_EXPOSED : Refusal.SCOPE);
  }
}
