package dev.giftwarden.gift.recipient;

import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.KeysInUseTable;
import dev.giftwarden.gift.sealing.Takeover;
import dev.giftwarden.gift.tenant.Tenant;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Brings all recipients under the current key: those from before there were keys, and after a
/// rotation those under the key before.
@Singleton
public class Resealing {
  /// Some milliseconds of work, and of locks.
  private static final int STEP = 50;

  private final Takeover takeover;

  Resealing(Tenant tenant, KeysInUseTable used, ResealingTable recipients, Keys keys) {
    this.takeover =
        new Takeover(
            "recipients",
            keys,
            used::waiting,
            scope ->
                tenant.in(
                    scope,
                    session -> recipients.seal(session, STEP) + recipients.rewrap(session, STEP)));
  }

  void start(@Observes StartupEvent event) {
    takeover.begin("resealing");
  }

  void stop(@Observes ShutdownEvent event) {
    takeover.end();
  }

  /// @return how many recipients it brought under the current key
  public int reseal() {
    return takeover.run();
  }
}
