package dev.giftwarden.edge.idempotency;

import java.security.MessageDigest;

/// What became of an attempt to be the first with a key.
public sealed interface Claim {

  /// It is the first, and its record is written.
  record First() implements Claim {}

  /// The same request was here before and made `target`.
  record Again(String target) implements Claim {}

  /// The key was used for something else.
  record Reused() implements Claim {}

  /// What a record that is there already makes of a request with the same key.
  ///
  /// @param recorded the fingerprint of the request that came first
  static Claim against(byte[] recorded, String target, byte[] fingerprint) {
    return MessageDigest.isEqual(recorded, fingerprint) ? new Again(target) : new Reused();
  }
}
