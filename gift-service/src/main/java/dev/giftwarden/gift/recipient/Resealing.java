package dev.giftwarden.gift.recipient;

import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.KeysInUseTable;
import dev.giftwarden.gift.sealing.SealException;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Brings all recipients under the current key, a few in each transaction, while everything goes
/// on: those from before there were keys, and after a rotation those under the key before. Every
/// replica may do it at once, and one that dies in the middle leaves nothing half done.
@Singleton
public class Resealing {

  private static final Logger LOG = Logger.getLogger(Resealing.class);

  /// Nobody waits for it.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /// Some milliseconds of work, and of locks.
  private static final int STEP = 50;

  private final Tenant tenant;
  private final KeysInUseTable used;
  private final ResealingTable recipients;
  private final Keys keys;
  private Optional<Repeated> repeated = Optional.empty();

  Resealing(Tenant tenant, KeysInUseTable used, ResealingTable recipients, Keys keys) {
    this.tenant = tenant;
    this.used = used;
    this.recipients = recipients;
    this.keys = keys;
  }

  void start(@Observes StartupEvent event) {
    repeated =
        Optional.of(
            Repeated.start(
                "resealing",
                Duration.ofSeconds(5),
                last -> {
                  if (!last) {
                    var _ = reseal();
                  }
                  return PAUSE;
                }));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  /// Until there is nothing left to do, or nothing that no other replica is doing.
  ///
  /// @return how many recipients it brought under the current key
  public int reseal() {
    int all = 0;
    int step;
    do {
      step = used.waiting(keys.current()).stream().mapToInt(this::reseal).sum();
      all += step;
    } while (step > 0 && !repeated.map(Repeated::isClosing).orElse(false));
    if (all > 0) {
      boolean done = used.waiting(keys.current()).isEmpty();
      LOG.infof(
          "Brought %d recipients under %s: %s.",
          all, keys.current(), done ? "all are" : "some are left");
    }
    return all;
  }

  /// What does not open is told, and is in the way of nobody else.
  private int reseal(TenantScope scope) {
    try {
      return tenant.in(
          scope, session -> recipients.seal(session, STEP) + recipients.rewrap(session, STEP));
    } catch (SealException broken) {
      LOG.errorf("%s of %s: %s", scope.environment().text(), scope.account(), broken.getMessage());
      return 0;
    }
  }
}
