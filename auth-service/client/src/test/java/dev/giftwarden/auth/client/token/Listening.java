package dev.giftwarden.auth.client.token;

import static dev.giftwarden.auth.client.testing.TestIdentities.ACME;
import static dev.giftwarden.auth.client.testing.TestIdentities.AUTH;
import static dev.giftwarden.auth.client.testing.TestUpdates.key;
import static dev.giftwarden.auth.client.testing.TestUpdates.snapshot;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.testing.TestSigner;
import dev.giftwarden.auth.client.testing.TestTime;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.auth.client.trust.TrustState;
import java.time.Duration;

/// Gift's verifier, which has just heard from auth of one signing key.
final class Listening {
  static final String ISSUER = "https://localhost:8441";
  static final TestSigner SIGNER = new TestSigner("signer-1");

  final TestTime time = new TestTime();
  final TrustState trust =
      new TrustState(time, time::nanoTime, Duration.ofSeconds(10), AUTH::roots);
  final TokenVerifier verifier = new TokenVerifier(ISSUER, Audience.GIFT, trust, time);

  Listening() {
    var published = SIGNER.published(AUTH, time.instant().plus(Duration.ofHours(1)));
    trust.apply(snapshot(1, time.instant(), key(published)));
  }

  TestToken good() {
    return new TestToken(ISSUER, time.instant())
        .scopes(Scope.GIFTS_READ, Scope.GIFTS_SEND)
        .boundTo(ACME.thumbprint());
  }

  Verdict verify(String token, Origin origin) {
    return verifier.verify(token, origin);
  }

  Refusal refusal(String token, Origin origin) {
    return switch (verify(token, origin)) {
      case Verdict.Refused(Refusal reason, _) -> reason;
      case Verdict.Accepted accepted -> throw new AssertionError("accepted: " + accepted);
    };
  }
}
