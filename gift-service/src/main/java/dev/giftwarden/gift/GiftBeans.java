package dev.giftwarden.gift;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.edge.service.Schema;
import dev.giftwarden.gift.id.RandomIds;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/// What everything here is given instead of reaching for it: the clock, and randomness.
final class GiftBeans {

  @Produces
  @Singleton
  Audience audience() {
    return Audience.GIFT;
  }

  @Produces
  @Singleton
  static Schema schema() {
    return Schema.of("db/migration", "db/outbox");
  }

  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  RandomIds ids() {
    return new RandomIds(new SecureRandom());
  }
}
