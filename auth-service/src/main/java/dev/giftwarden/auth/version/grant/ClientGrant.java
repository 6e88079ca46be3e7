package dev.giftwarden.auth.version.grant;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Scope;
import java.util.Set;

/// What can be changed of a client.
///
/// @param versions none: every version
record ClientGrant(String name, Set<Scope> scopes, Set<ApiVersion> versions) {
  ClientGrant {
    scopes = Set.copyOf(scopes);
    versions = Set.copyOf(versions);
  }

  /// Whether a token that was made by the one says something else than one by the other.
  boolean grantsAs(ClientGrant other) {
    return scopes.equals(other.scopes) && versions.equals(other.versions);
  }
}
