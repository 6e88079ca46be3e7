package dev.giftwarden.auth.token;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.refusal.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a certificate alone is judged by: the client that it names, as it stands at one moment.
///
/// @param plan of its account
/// @param suspended whether its account is
/// @param revoked whether the certificate is, or the client
/// @param versions what the client and the certificate may call
record ClientStanding(
    Subject.Client client,
    Plan plan,
    Environment environment,
    Set<Scope> scopes,
    boolean suspended,
    Optional<Refusal> revoked,
    GrantedVersions versions,
    Map<String, Long> epochs,
    long number)
    implements Stood {
  ClientStanding {
    scopes = Set.copyOf(scopes);
    epochs = Map.copyOf(epochs);
  }
}
