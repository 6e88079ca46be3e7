package dev.giftwarden.gift;

import dev.giftwarden.gift.idempotency.Forgetting;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// What happens when the service starts and stops.
@Singleton
class GiftService {

  private final Forgetting forgetting;

  GiftService(Forgetting forgetting) {
    this.forgetting = forgetting;
  }

  /// [SchemaCheck] has run.
  void start(@Observes StartupEvent event) {
    forgetting.start();
  }

  void stop(@Observes ShutdownEvent event) {
    forgetting.stop();
  }
}
