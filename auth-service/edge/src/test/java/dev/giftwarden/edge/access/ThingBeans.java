package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.testing.TestAuth;
import dev.giftwarden.auth.client.wiring.AuthConfig;
import dev.giftwarden.certs.Pki;
import dev.giftwarden.edge.grpc.GrpcAccessTable;
import dev.giftwarden.edge.reception.OtherListeners;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What every service adds, here for the tests' own.
@Singleton
public class ThingBeans implements DecisionSink {
  final List<Denial> denials = new CopyOnWriteArrayList<>();

  @Override
  public void refused(Denial denial) {
    denials.add(denial);
  }

  @Produces
  @Singleton
  @Startup
  TestAuth auth(
      @ConfigProperty(name = "edge.test.folder") Path folder,
      @ConfigProperty(name = "giftwarden.auth.address") String address,
      AuthConfig config) {
    var pki = Pki.open(folder.resolve("pki"), InstantSource.system());
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    return TestAuth.start(pki, folder.resolve("auth"), port, config.issuer());
  }

  void stop(@Disposes TestAuth auth) {
    auth.close();
  }

  @Produces
  Audience audience() {
    return Audience.GIFT;
  }

  @Produces
  @Singleton
  OtherListeners page() {
    return new OtherListeners(Set.of("page.test"));
  }

  @Produces
  @Singleton
  AccessTable routes() {
    return AccessTable.builder()
        .row("GET /v1/things", Access.scope(Scope.GIFTS_READ))
        .row("POST /v1/things", Access.scope(Scope.GIFTS_SEND))
        .row("GET /v1/things/{id}", Access.scope(Scope.GIFTS_STATUS_READ, Scope.GIFTS_READ))
        .row("GET /v1/things/public", Access.open())
        .row("POST /v1/things/forms", Access.open())
        .row("POST /v1/things/bytes", Access.open())
        .row("GET /v1/things/boom", Access.open())
        .row("GET /v1/things/invalid", Access.open())
        .row("GET /v1/things/operators/only", Access.operator())
        .row("GET /v1/things/operators/mixed", Access.operatorOr(Scope.ACCOUNTS_READ))
        .build();
  }

  @Produces
  @Singleton
  GrpcAccessTable rpcs() {
    return GrpcAccessTable.builder()
        .certificate("grpc.health.v1.Health/Check", "auth", "gift", "audit")
        .build();
  }
}
