package dev.giftwarden.gift.audit;

import dev.giftwarden.audit.client.checkpoint.VerifierKey;
import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.audit.client.outbox.Drain;
import dev.giftwarden.audit.client.outbox.LogClient;
import dev.giftwarden.audit.client.outbox.OutboxTable;
import dev.giftwarden.audit.client.outbox.QueueTable;
import dev.giftwarden.audit.client.watching.OutboxGauges;
import dev.giftwarden.auth.client.remote.OwnToken;
import dev.giftwarden.edge.tracing.CarriedRequests;
import io.agroal.api.AgroalDataSource;
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

/// Joins the two clients: audit's sending side, and the token that auth gives this service for it.
final class AuditDelivery {

  @Produces
  @Singleton
  AuditLanes lanes(AgroalDataSource application, InstantSource clock) {
    return new AuditLanes(new OutboxTable(application), clock);
  }

  @Produces
  @Singleton
  Drain drain(
      @DataSource("worker") AgroalDataSource worker,
      @GrpcClient("audit") Channel audit,
      OwnToken token,
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
          "giftwarden.audit.verifier-key: no key can be read from " + config.verifierKey());
    }
  }
}
