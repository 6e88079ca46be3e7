package dev.giftwarden.auth.registration;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A program of a partner that owns certificates. What it may do without a key is `scopes`, in the
/// one environment it belongs to, over the whole account.
///
/// @param versions what it may call; empty: every version
/// @param usedAt when one of its certificates was last seen in a call that was let in
public record Client(
    AccountId account,
    ClientId id,
    String name,
    Environment environment,
    Set<Scope> scopes,
    Set<ApiVersion> versions,
    long epoch,
    Instant createdAt,
    Optional<Instant> revokedAt,
    Optional<Instant> usedAt) {
  public Client {
    scopes = Set.copyOf(scopes);
    versions = Set.copyOf(versions);
  }

  public Subject.Client subject() {
    return new Subject.Client(account, id);
  }
}
