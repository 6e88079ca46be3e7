package dev.giftwarden.auth.client.token;

import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.trust.TrustState;
import java.time.Instant;
import java.time.InstantSource;

/// Whether a token is alive at all, for whoever may ask that of it: issued by auth, not over, and
/// revoked neither by itself nor with what it was issued for. What it is good for, and over which
/// connection, [TokenVerifier] decides.
public final class LiveTokens {
  private final String issuer;
  private final TrustState trust;
  private final InstantSource clock;
  private final SignedTokens signed;

  public LiveTokens(String issuer, TrustState trust, InstantSource clock) {
    this.issuer = issuer;
    this.trust = trust;
    this.clock = clock;
    this.signed = new SignedTokens(trust, clock);
  }

  public sealed interface Finding {
    record Alive(TokenClaims claims) implements Finding {}

    /// Or none of ours.
    record Dead() implements Finding {}

    /// Nothing can be said now.
    record Unknown(Refusal reason) implements Finding {}
  }

  public Finding find(String text) {
    var objection = trust.objection();
    if (objection.isPresent()) {
      return new Finding.Unknown(objection.get());
    }
    return signed.read(text) instanceof SignedTokens.Reading.Good(TokenClaims claims)
            && isAlive(claims)
        ? new Finding.Alive(claims)
        : new Finding.Dead();
  }

  private boolean isAlive(TokenClaims claims) {
    Instant now = clock.instant();
    return claims.issuer().equals(issuer)
        && now.isBefore(claims.expiresAt())
        && signed.revocation(claims).isEmpty();
  }
}
