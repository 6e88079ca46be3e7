package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import java.time.Instant;
import java.util.Optional;

/// A key as it is known here: all of it except the secret, of which only the digest exists.
///
/// @param createdBy the actor, as audit names it
/// @param epoch a token of this key with a lower epoch is dead
public record Key(
    KeyId id,
    AccountId account,
    String name,
    KeyRights rights,
    Instant createdAt,
    String createdBy,
    Optional<Instant> revokedAt,
    long epoch) {

  public Subject.Key subject() {
    return new Subject.Key(id);
  }

  /// What the clock and the owner have made of a key.
  public enum State {
    NOT_YET_VALID,
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  /// Valid from `notBefore` on and until just before `expiresAt`; revocation outranks both.
  public State stateAt(Instant now) {
    if (revokedAt.isPresent()) {
      return State.REVOKED;
    }
    if (!now.isBefore(rights.expiresAt())) {
      return State.EXPIRED;
    }
    return now.isBefore(rights.notBefore()) ? State.NOT_YET_VALID : State.ACTIVE;
  }
}
