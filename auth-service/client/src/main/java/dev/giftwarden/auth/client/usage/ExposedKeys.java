package dev.giftwarden.auth.client.usage;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.memory.SecretDigest;
import dev.giftwarden.certs.SpiffeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Keys that stood where others can read them, until auth looks which of them are keys of ours. The
/// same one that comes again meanwhile takes no place.
public final class ExposedKeys {
  /// Half a MB. What comes beyond is forgotten: whoever sends a key in a URL does so again.
  static final int MAX_KEYS = 1_000;

  /// @param origin of whoever sent it there
  /// @param relay the service that it was sent to and that says so; empty: it was sent to us
  public record Exposed(PresentedKey key, Origin origin, Optional<SpiffeId.Service> relay) {
    public Exposed(PresentedKey key, Origin origin) {
      this(key, origin, Optional.empty());
    }
  }

  private final ConcurrentMap<SecretDigest, Exposed> kept = new ConcurrentHashMap<>();

  /// Whether there was room.
  public boolean add(Exposed exposed) {
    var name = exposed.key().digest();
    if (kept.size() >= MAX_KEYS && !kept.containsKey(name)) {
      return false;
    }
    var _ = kept.putIfAbsent(name, exposed);
    return true;
  }

  /// Takes away at most so many.
  public List<Exposed> take(int most) {
    var taken = new ArrayList<Exposed>();
    for (SecretDigest name : kept.keySet()) {
      if (taken.size() == most) {
        break;
      }
      Optional.ofNullable(kept.remove(name)).ifPresent(taken::add);
    }
    return taken;
  }
}
