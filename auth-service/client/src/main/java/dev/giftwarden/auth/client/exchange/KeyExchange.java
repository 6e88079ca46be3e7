package dev.giftwarden.auth.client.exchange;

import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.Refusal;

/// Turns a bare API key into a token for this service. Auth does it itself; the others ask auth.
public interface KeyExchange {

  sealed interface Exchanged {
    record Issued(String token) implements Exchanged {
      /// A token is a secret for as long as it lives.
      @Override
      public String toString() {
        return "Issued[…]";
      }
    }

    record Refused(Refusal reason) implements Exchanged {}
  }

  Exchanged exchange(PresentedKey key, Origin origin);
}
