package dev.giftwarden.auth.client.remote;

import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.route.ServedRoute;
import dev.giftwarden.auth.client.route.ServedRoutes;
import dev.giftwarden.auth.v1.AnnouncedRoute;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.RouteAnnouncement;
import io.grpc.Channel;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Tells auth which routes this service serves and what opens them: when it starts, and every few
/// minutes, so that auth can tell what is served from what was. Nothing here waits for it: auth may
/// be away, or of the release before and take no announcement.
final class RouteAnnouncer implements AutoCloseable {
  /// Three times within what auth takes for the present.
  private static final Duration EVERY = Duration.ofMinutes(5);

  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Logger LOG = Logger.getLogger(RouteAnnouncer.class);

  private final Channel auth;
  private final RouteAnnouncement announcement;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private RouteAnnouncer(Channel auth, ServedRoutes routes) {
    this.auth = auth;
    this.announcement =
        RouteAnnouncement.newBuilder()
            .addAllRoutes(routes.all().stream().map(RouteAnnouncer::written).toList())
            .build();
    this.thread = Thread.ofVirtual().name("route-announcer").unstarted(this::run);
  }

  static RouteAnnouncer start(Channel auth, ServedRoutes routes) {
    var announcer = new RouteAnnouncer(auth, routes);
    announcer.thread.start();
    return announcer;
  }

  @Override
  public void close() {
    closing.countDown();
  }

  private void run() {
    try {
      Duration pause;
      do {
        pause = announce() ? EVERY : AGAIN;
      } while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      LOG.debug("Routes are no longer announced.");
    }
  }

  private boolean announce() {
    try {
      var _ =
          AuthServiceGrpc.newBlockingV2Stub(auth)
              .withDeadlineAfter(GrpcKeyExchange.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
              .announceRoutes(announcement);
      return true;
    } catch (StatusException e) {
      LOG.debugf("Auth did not take what is served here: %s.", e.getStatus());
      return false;
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
