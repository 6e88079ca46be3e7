package dev.giftwarden.gift.webhook;

import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.Takeover;
import dev.giftwarden.gift.tenant.Tenant;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Brings the secrets of all webhooks under the current key after a rotation.
@Singleton
public class Rewrapping {
  private final Takeover takeover;

  Rewrapping(Tenant tenant, SecretsInUseTable used, WebhookTable webhooks, Keys keys) {
    this.takeover =
        new Takeover(
            "secrets of webhooks",
            keys,
            used::waiting,
            scope -> tenant.in(scope, webhooks::rewrap));
  }

  void start(@Observes StartupEvent event) {
    takeover.begin("webhook-rewrapping");
  }

  void stop(@Observes ShutdownEvent event) {
    takeover.end();
  }

  /// @return how many secrets it brought under the current key
  public int rewrap() {
    return takeover.run();
  }
}
