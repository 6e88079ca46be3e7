package dev.giftwarden.auth.client.exchange;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.Refusal;
import java.time.Instant;

/// Turns a bare API key into a token for this service. Auth does it itself; the others ask auth.
public interface KeyExchange {

  sealed interface Exchanged {
    record Issued(String token, Instant expiresAt) implements Exchanged {
      /// A token is a secret: only where it ends is printed.
      @Override
      public String toString() {
        return "Issued[until " + expiresAt + "]";
      }
    }

    record Refused(Refusal reason) implements Exchanged {}
  }

  Exchanged exchange(PresentedKey key, Origin origin);
}
