package dev.giftwarden.edge.record.remote;

import dev.giftwarden.audit.client.checkpoint.VerifierKey;
import dev.giftwarden.audit.client.outbox.Drain;
import dev.giftwarden.audit.client.outbox.LogClient;
import dev.giftwarden.audit.client.outbox.OutboxTable;
import dev.giftwarden.audit.client.outbox.QueueTable;
import dev.giftwarden.audit.client.watching.OutboxGauges;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.token.AuditToken;
import io.agroal.api.AgroalDataSource;
import io.grpc.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;

/// The log as auth and gift reach it: by an outbox, the worker's role on the data source `worker`,
/// and the gRPC client `audit`. Audit is not remote to itself: it leaves this package out
/// (`quarkus.arc.exclude-types`), and says itself where its lanes write.
@Singleton
class RemoteLog {
  @Produces
  @Singleton
  OutboxTable outbox(AgroalDataSource application, Audience own) {
    return new OutboxTable(application, own.text());
  }

  @Produces
  @Singleton
  Drain drain(
      @DataSource("worker") AgroalDataSource worker,
      @GrpcClient("audit") Channel audit,
      AuditToken token,
      AuditConfig config,
      MeterRegistry metrics) {
    Drain drain =
        new Drain(
            new QueueTable(worker),
            new LogClient(audit, token, token::forget, verifierKey(config)));
    OutboxGauges.register(drain, metrics);
    return drain;
  }

  void start(@Observes StartupEvent event, Drain drain) {
    drain.start();
  }

  void stop(@Observes ShutdownEvent event, Drain drain) {
    drain.close();
  }

  /// Quarkus prints a [ConfigurationException] without a cause as one line, and exits with 1.
  private static VerifierKey verifierKey(AuditConfig config) {
    try {
      return VerifierKey.parse(Files.readString(config.verifierKey()).strip());
    } catch (IOException | IllegalArgumentException _) {
      throw new ConfigurationException(
          "giftwarden.audit.verifier-key: no key can be read from " + config.verifierKey());
    }
  }
}
