package dev.giftwarden.auth.client.wiring;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.token.TokenVerifier;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.client.usage.ExposedKeys;
import dev.giftwarden.auth.client.usage.KeysSeen;
import dev.giftwarden.auth.client.usage.LastSeen;
import dev.giftwarden.auth.client.usage.UsageCounts;
import dev.giftwarden.certs.quarkus.InternalTls;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/// The parts of this module as beans. A service adds what only it can know, its [Audience]; its
/// edge adds an [InstantSource]. One that lacks either does not build.
final class AuthBeans {
  private static final Duration LONGEST_BOUND = Duration.ofMinutes(1);
  private static final Duration SHORTEST_BOUND = Duration.ofSeconds(1);

  @Produces
  @Singleton
  TrustState trust(TrustConfig config, InternalTls tls, InstantSource clock) {
    Duration bound = config.stalenessBound();
    if (bound.compareTo(SHORTEST_BOUND) <= 0 || bound.compareTo(LONGEST_BOUND) > 0) {
      throw new ConfigurationException(
          "giftwarden.trust.staleness-bound is more than 1 s and at most 1 min");
    }
    return new TrustState(clock, System::nanoTime, bound, () -> tls.folder().trusted());
  }

  @Produces
  @Singleton
  UsageCounts usage(InstantSource clock) {
    return new UsageCounts(clock);
  }

  @Produces
  @Singleton
  LastSeen lastSeen(InstantSource clock) {
    return new LastSeen(clock);
  }

  @Produces
  @Singleton
  KeysSeen keysSeen(InstantSource clock) {
    return new KeysSeen(clock);
  }

  @Produces
  @Singleton
  ExposedKeys exposedKeys() {
    return new ExposedKeys();
  }

  @Produces
  @Singleton
  TokenVerifier verifier(
      AuthConfig config, Audience audience, TrustState trust, InstantSource clock) {
    return new TokenVerifier(config.issuer(), audience, trust, clock);
  }
}
