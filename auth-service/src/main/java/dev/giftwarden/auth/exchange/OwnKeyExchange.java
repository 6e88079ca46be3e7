package dev.giftwarden.auth.exchange;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.exchange.KeyExchange;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.limit.Guesses;
import dev.giftwarden.auth.signing.SignedToken;
import dev.giftwarden.auth.token.Issuance;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// A bare key at auth's own edge: the same exchange as for the others, without the network.
@ApplicationScoped
class OwnKeyExchange implements KeyExchange {
  private final Issuance issuance;
  private final Guesses guesses;

  OwnKeyExchange(Issuance issuance, Guesses guesses) {
    this.issuance = issuance;
    this.guesses = guesses;
  }

  @Override
  public Exchanged exchange(PresentedKey key, Origin origin) {
    var source = Guesses.Source.of(origin);
    if (!guesses.admits(source, key, origin, Issuance.ACTION)) {
      return new Exchanged.Refused(Refusal.RATE);
    }
    var outcome = issuance.forKey(key, new Issuance.Wish(Audience.AUTH, Optional.empty(), origin));
    guesses.concluded(source, key, outcome.refusal());
    return switch (outcome) {
      case Issuance.Outcome.Issued(SignedToken token) -> new Exchanged.Issued(token.text());
      case Issuance.Outcome.Refused(Refusal reason) -> new Exchanged.Refused(reason);
    };
  }
}
