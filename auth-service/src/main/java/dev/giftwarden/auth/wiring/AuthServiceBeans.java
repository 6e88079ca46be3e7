package dev.giftwarden.auth.wiring;

import dev.giftwarden.audit.client.checkpoint.VerifierKey;
import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.audit.client.outbox.Drain;
import dev.giftwarden.audit.client.outbox.LogClient;
import dev.giftwarden.audit.client.outbox.OutboxTable;
import dev.giftwarden.audit.client.outbox.QueueTable;
import dev.giftwarden.audit.client.watching.OutboxGauges;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.exchange.OwnAuditToken;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.edge.grpc.GrpcAccessTable;
import dev.giftwarden.edge.service.Schema;
import dev.giftwarden.edge.tracing.CarriedRequests;
import io.grpc.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.stream.Stream;

/// What only this service can tell the parts that all services share.
final class AuthServiceBeans {
  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  Audience audience() {
    return Audience.AUTH;
  }

  @Produces
  @Singleton
  static Schema schema() {
    return Schema.of("db/migration", "db/outbox");
  }

  @Produces
  @Singleton
  AccessTable routes() {
    return AuthAccess.routes();
  }

  @Produces
  @Singleton
  GrpcAccessTable rpcs() {
    return AuthAccess.rpcs();
  }

  @Produces
  @Singleton
  AuditLanes lanes(javax.sql.DataSource database, InstantSource clock) {
    return new AuditLanes(new OutboxTable(database), clock);
  }

  @Produces
  @Singleton
  Drain drain(
      @DataSource("worker") javax.sql.DataSource worker,
      @GrpcClient("audit") Channel audit,
      OwnAuditToken token,
      AuditConfig config,
      MeterRegistry metrics) {
    Drain drain =
        new Drain(
            new QueueTable(worker),
            new LogClient(audit, token, token::forget, verifierKey(config)));
    OutboxGauges.register(drain, metrics);
    return drain;
  }

  /// Which requests the messages between services are about, for their traces.
  @Produces
  @Singleton
  CarriedRequests requests() {
    return message ->
        Stream.concat(
                CarriedRequests.exchanged(message).stream(), LogClient.requestsIn(message).stream())
            .toList();
  }

  private static VerifierKey verifierKey(AuditConfig config) {
    try {
      return VerifierKey.parse(Files.readString(config.verifierKey()).strip());
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "giftwarden.audit.verifier-key: " + config.verifierKey() + " holds no verifier key", e);
    }
  }
}
