package dev.giftwarden.auth.trust;

import dev.giftwarden.auth.client.trust.TrustState;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.interfaces.ECPublicKey;
import java.util.Map;
import java.util.TreeMap;

/// The public halves of every replica's signing keys: those that verified, not those that a row of
/// the database claims.
@ApplicationScoped
public class PublicKeys {
  private final TrustState state;

  PublicKeys(TrustState state) {
    this.state = state;
  }

  /// By key id.
  public Map<String, ECPublicKey> live() {
    var live = new TreeMap<String, ECPublicKey>();
    for (var id : state.signingKeys()) {
      state.signingKey(id).ifPresent(key -> live.put(id, (ECPublicKey) key));
    }
    return live;
  }
}
