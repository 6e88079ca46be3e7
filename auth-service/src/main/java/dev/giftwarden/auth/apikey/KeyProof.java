package dev.giftwarden.auth.apikey;

import dev.giftwarden.auth.client.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Decides whether a text is a key of ours, and only that: not whether it may be used now.
///
/// A text that is no key, an unknown id and a wrong secret have one public face, and the last two
/// do the same work: one read of a digest, one comparison in constant time.
@ApplicationScoped
public class KeyProof {
  /// What an unknown id is compared with. No secret has this digest.
  private static final KeySecret.Digest NOBODY = new KeySecret.Digest(new byte[32]);

  private final KeyTable keys;

  KeyProof(KeyTable keys) {
    this.keys = keys;
  }

  public sealed interface Proof {
    record Proven(Key key) implements Proof {}

    record Refused(Refusal reason) implements Proof {}
  }

  public Proof prove(String text) {
    Optional<ApiKey> presented = ApiKey.parse(text);
    if (presented.isEmpty()) {
      return new Proof.Refused(Refusal.KEY_CHECKSUM);
    }
    ApiKey key = presented.get();
    Optional<KeySecret.Digest> stored = keys.digest(key.id());
    boolean matches = stored.orElse(NOBODY).matches(key.secret().digest());
    if (stored.isEmpty()) {
      return new Proof.Refused(Refusal.KEY_UNKNOWN);
    }
    if (!matches) {
      return new Proof.Refused(Refusal.KEY_SECRET);
    }
    return keys.findProven(key.id())
        .filter(found -> found.rights().environment() == key.environment())
        .<Proof>map(Proof.Proven::new)
        .orElse(new Proof.Refused(Refusal.KEY_SECRET));
  }
}
