package dev.giftwarden.auth.token.live;

import dev.giftwarden.auth.client.token.LiveTokens;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.client.wiring.AuthConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

final class LiveBeans {

  @Produces
  @Singleton
  LiveTokens tokens(AuthConfig config, TrustState trust, InstantSource clock) {
    return new LiveTokens(config.issuer(), trust, clock);
  }
}
