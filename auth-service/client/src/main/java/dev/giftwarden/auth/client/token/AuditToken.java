package dev.giftwarden.auth.client.token;

import java.util.function.Supplier;

/// This service's own token for audience `audit`, whoever makes it: [#get] waits for one that is
/// good for a while.
public interface AuditToken extends Supplier<String> {
  /// Gets another the next time: this one was refused, its signing key may be gone.
  void forget(String token);
}
