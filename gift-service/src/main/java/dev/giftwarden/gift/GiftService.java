package dev.giftwarden.gift;

import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.audit.client.outbox.Drain;
import dev.giftwarden.gift.idempotency.Forgetting;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.flywaydb.core.Flyway;

/// What happens when the service starts and stops.
@Singleton
class GiftService {

  private final Flyway schema;
  private final AuditLanes lanes;
  private final Drain drain;
  private final Forgetting forgetting;

  GiftService(Flyway schema, AuditLanes lanes, Drain drain, Forgetting forgetting) {
    this.schema = schema;
    this.lanes = lanes;
    this.drain = drain;
    this.forgetting = forgetting;
  }

  /// A service never migrates: its role cannot. On a schema that is not the one it was built for,
  /// it does not start.
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    if (schema.info().pending().length > 0) {
      throw new ConfigurationException(
          "refusing to start: the schema is older than this service; run gift-service/run migrate");
    }
    lanes.start();
    drain.start();
    forgetting.start();
  }

  void stop(@Observes ShutdownEvent event) {
    forgetting.stop();
    lanes.close();
    drain.close();
  }
}
