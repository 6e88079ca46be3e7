package dev.giftwarden.gift;

import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.audit.client.outbox.Drain;
import dev.giftwarden.gift.idempotency.Forgetting;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// What happens when the service starts and stops.
@Singleton
class GiftService {

  private final AuditLanes lanes;
  private final Drain drain;
  private final Forgetting forgetting;

  GiftService(AuditLanes lanes, Drain drain, Forgetting forgetting) {
    this.lanes = lanes;
    this.drain = drain;
    this.forgetting = forgetting;
  }

  /// [SchemaCheck] has run.
  void start(@Observes StartupEvent event) {
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
