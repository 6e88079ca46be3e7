package dev.giftwarden.certs.quarkus;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Tells the caller who it is.
@ApplicationScoped
public class PeerRoute {
  void add(@Observes Router router) {
    router
        .get("/peer")
        .handler(context ->
            context.end(
                Peer.of(context.request().connection().sslSession())
                    .map(peer -> peer.id().uri())
                    .orElse("nobody")));
  }
}
