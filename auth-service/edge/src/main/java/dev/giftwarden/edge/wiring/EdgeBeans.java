package dev.giftwarden.edge.wiring;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.route.ServedRoutes;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.edge.body.LargeBodies;
import dev.giftwarden.edge.quota.Plans;
import dev.giftwarden.edge.reception.OtherListeners;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;

/// What everything is given instead of reaching for it. A service adds what only it can know: its
/// [Audience], its [Schema], its [AccessTable] and the [GrpcAccessTable] of its RPCs. One that
/// lacks any of them does not build.
final class EdgeBeans {

  /// In whole milliseconds: what an answer says of a moment is what the database keeps of it.
  @Produces
  @Singleton
  InstantSource clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }

  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }

  /// As the token says; auth looks it up.
  @Produces
  @Singleton
  @DefaultBean
  Plans plans() {
    return Caller.Partner::plan;
  }

  /// No route takes more than the usual.
  @Produces
  @Singleton
  @DefaultBean
  OtherListeners others() {
    return OtherListeners.NONE;
  }

  @Produces
  @Singleton
  @DefaultBean
  LargeBodies bodies() {
    return LargeBodies.NONE;
  }

  @Produces
  @Singleton
  ServedRoutes routes(AccessTable table) {
    return table.served();
  }
}
