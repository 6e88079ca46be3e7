package dev.giftwarden.auth.token;

import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.token.Grant;
import dev.giftwarden.certs.Thumbprint;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What a proven credential may be turned into.
///
/// @param scopes all that a token may carry
/// @param boundTo the certificate on the connection; empty: the token is a bearer token
/// @param end no token of it lives longer: the earliest end of key and certificate
record Entitlement(
    Subject.Partner subject,
    Set<Scope> scopes,
    Grant grant,
    Optional<Thumbprint> boundTo,
    Instant end) {
  Entitlement {
    scopes = Set.copyOf(scopes);
  }
}
