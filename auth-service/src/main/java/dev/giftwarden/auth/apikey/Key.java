package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A key as it is known here: all of it except the secret, of which only the digest exists.
///
/// @param createdBy the actor, as audit names it
/// @param template that its scopes were taken from when it was made
/// @param lineage the keys before and after it
/// @param exposure since when others can read it
/// @param epoch a token of this key with a lower epoch is dead
public record Key(
    KeyId id,
    AccountId account,
    String name,
    KeyRights rights,
    Instant createdAt,
    String createdBy,
    Optional<String> template,
    Lineage lineage,
    Optional<Instant> revokedAt,
    Optional<Exposure> exposure,
    long epoch) {

  public Subject.Key subject() {
    return new Subject.Key(id);
  }

  /// The same that may do something else.
  public Key with(KeyRights other) {
    return new Key(
        id, account, name, other, createdAt, createdBy, template, lineage, revokedAt, exposure,
        epoch);
  }

  /// The first of the line that this key continues, itself where it continues none.
  public KeyId root() {
    return lineage.root().orElse(id);
  }

  /// What it may be used for now: one that others can read changes and spends nothing any more.
  public Set<Scope> usable() {
    return exposure.isEmpty()
        ? rights.scopes()
        : rights.scopes().stream()
            .filter(Predicate.not(Scope::changes))
            .collect(Collectors.toUnmodifiableSet());
  }

  /// That others can read it.
  ///
  /// @param at when it was found
  public record Exposure(Instant at, Way by) {
    /// How it was found: in a URL that came to one of our services, or by somebody who reported it.
    public enum Way {
      URL,
      REPORT;

      public String text() {
        return name().toLowerCase(Locale.ROOT);
      }

      public static Way of(String text) {
        return Arrays.stream(values())
            .filter(way -> way.text().equals(text))
            .findAny()
            .orElseThrow();
      }
    }
  }

  /// Where a key stands among those that took over from each other.
  ///
  /// @param root the first of them; empty for the first
  /// @param predecessor whose rights it was given
  /// @param rotation that gave its own to another
  public record Lineage(
      Optional<KeyId> root, Optional<KeyId> predecessor, Optional<Rotation> rotation) {
    public static final Lineage NONE =
        new Lineage(Optional.empty(), Optional.empty(), Optional.empty());
  }

  public record Rotation(KeyId successor, Instant at) {}

  /// What the clock and the owner have made of a key.
  public enum State {
    NOT_YET_VALID,
    ACTIVE,
    EXPIRED,
    /// Another has taken over, and the overlap is over.
    ROTATED,
    REVOKED
  }

  /// Valid from `notBefore` on and until just before `expiresAt`, which rotation brings nearer;
  /// revocation outranks both.
  public State stateAt(Instant now) {
    if (revokedAt.isPresent()) {
      return State.REVOKED;
    }
    if (!now.isBefore(rights.expiresAt())) {
      return lineage.rotation().isPresent() ? State.ROTATED : State.EXPIRED;
    }
    return now.isBefore(rights.notBefore()) ? State.NOT_YET_VALID : State.ACTIVE;
  }
}
