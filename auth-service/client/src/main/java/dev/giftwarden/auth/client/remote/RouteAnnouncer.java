package dev.giftwarden.auth.client.remote;

import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.auth.client.route.ServedRoute;
import dev.giftwarden.auth.client.route.ServedRoutes;
import dev.giftwarden.auth.v1.AnnouncedRoute;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.RouteAnnouncement;
import io.grpc.Channel;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Tells auth which routes this service serves and what opens them: when it starts, and every few
/// minutes, so that auth can tell what is served from what was. Nothing here waits for it: auth may
/// be away, or of the release before and take no announcement.
final class RouteAnnouncer {
  /// Three times within what auth takes for the present.
  private static final Duration EVERY = Duration.ofMinutes(5);

  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Logger LOG = Logger.getLogger(RouteAnnouncer.class);

  private final Channel auth;
  private final RouteAnnouncement announcement;

  private RouteAnnouncer(Channel auth, ServedRoutes routes) {
    this.auth = auth;
    this.announcement =
        RouteAnnouncement.newBuilder()
            .addAllRoutes(routes.all().stream().map(RouteAnnouncer::written).toList())
            .build();
  }

  static Repeated start(Channel auth, ServedRoutes routes) {
    return Repeated.start(
        "route-announcer", Duration.ZERO, new RouteAnnouncer(auth, routes)::announce);
  }

  private Duration announce(boolean last) {
    if (last) {
      return EVERY;
    }
    try {
      var _ =
          AuthServiceGrpc.newBlockingV2Stub(auth)
              .withDeadlineAfter(GrpcKeyExchange.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
              .announceRoutes(announcement);
      return EVERY;
    } catch (StatusException e) {
      LOG.debugf("Auth did not take what is served here: %s.", e.getStatus());
      return AGAIN;
    }
  }

  private static AnnouncedRoute written(ServedRoute route) {
    var door =
        switch (route.door()) {
          case ANYBODY -> AnnouncedRoute.Door.ANYBODY;
          case ITSELF -> AnnouncedRoute.Door.ITSELF;
          case SCOPES -> AnnouncedRoute.Door.SCOPES;
          case OPERATORS -> AnnouncedRoute.Door.OPERATORS;
        };
    return AnnouncedRoute.newBuilder()
        .setRoute(route.text())
        .setDoor(door)
        .addAllScopes(route.anyOf().stream().map(Scope::text).sorted().toList())
        .setVersioned(route.versioned())
        .setShowsPeople(route.showsPeople())
        .build();
  }
}
