package dev.giftwarden.auth.client.remote;

import dev.giftwarden.auth.client.exchange.KeyExchange;
import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.auth.client.route.ServedRoutes;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.client.usage.ExposedKeys;
import dev.giftwarden.auth.client.usage.KeysSeen;
import dev.giftwarden.auth.client.usage.LastSeen;
import dev.giftwarden.auth.client.usage.UsageCounts;
import dev.giftwarden.certs.quarkus.InternalTls;
import io.grpc.Channel;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/// Auth as the other services reach it, by the gRPC client named `auth`. Auth is not remote to
/// itself: it leaves this package out (`quarkus.arc.exclude-types`).
@Singleton
class RemoteAuth {
  private final Channel channel;
  private Optional<TrustWatcher> watcher = Optional.empty();
  private Optional<Repeated> reporter = Optional.empty();
  private Optional<Repeated> announcer = Optional.empty();

  RemoteAuth(@GrpcClient("auth") Channel channel) {
    this.channel = channel;
  }

  @Produces
  @Singleton
  KeyExchange keyExchange() {
    return new GrpcKeyExchange(channel);
  }

  @Produces
  @Singleton
  OwnToken ownToken(InternalTls tls, InstantSource clock) {
    return new OwnToken(channel, () -> tls.folder().own().thumbprint(), clock);
  }

  void start(
      @Observes StartupEvent event,
      TrustState state,
      UsageCounts counts,
      LastSeen seen,
      KeysSeen keys,
      ExposedKeys exposed,
      ServedRoutes routes) {
    watcher = Optional.of(TrustWatcher.start(channel, state));
    reporter = Optional.of(UsageReporter.start(channel, counts, seen, keys, exposed));
    announcer = Optional.of(RouteAnnouncer.start(channel, routes));
  }

  void stop(@Observes ShutdownEvent event) {
    announcer.ifPresent(Repeated::close);
    reporter.ifPresent(Repeated::close);
    watcher.ifPresent(TrustWatcher::close);
  }
}
