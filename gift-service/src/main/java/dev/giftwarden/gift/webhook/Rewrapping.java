package dev.giftwarden.gift.webhook;

import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.edge.database.DatabaseException;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.SealException;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/// The key that wraps secrets: none starts without one that is needed, and after a rotation all are
/// brought under the current one. Every replica may do it at once.
@Singleton
public class Rewrapping {

  private static final Logger LOG = Logger.getLogger(Rewrapping.class);

  /// Behind the look at the schema.
  private static final int SOON = Interceptor.Priority.PLATFORM_BEFORE + 1;

  /// Nobody waits for it.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Tenant tenant;
  private final SecretsInUseTable used;
  private final WebhookTable webhooks;
  private final Keys keys;
  private Optional<Repeated> repeated = Optional.empty();

  Rewrapping(Tenant tenant, SecretsInUseTable used, WebhookTable webhooks, Keys keys) {
    this.tenant = tenant;
    this.used = used;
    this.webhooks = webhooks;
    this.keys = keys;
  }

  /// @throws ConfigurationException which Quarkus prints as one line
  void check(@Observes @Priority(SOON) StartupEvent event) {
    try {
      for (SecretsInUseTable.Sample sample : used.samples()) {
        check(sample);
      }
    } catch (DatabaseException e) {
      throw new ConfigurationException(
          "refusing to start: the database does not say under which keys secrets are: "
              + e.getMessage());
    }
  }

  private void check(SecretsInUseTable.Sample sample) {
    try {
      var _ = WebhookSecret.unwrap(keys, sample.owner(), sample.id(), sample.wrapped());
    } catch (SealException _) {
      throw new ConfigurationException(
          "refusing to start: giftwarden.keys.folder has no %s, or another key of that name, and"
                  .formatted(sample.wrapped().kek())
              + " secrets of webhooks are stored under it: put it back until the log of a replica"
              + " says that all are under the current one");
    }
  }

  void start(@Observes StartupEvent event) {
    repeated =
        Optional.of(
            Repeated.start(
                "webhook-rewrapping",
                Duration.ofSeconds(5),
                last -> {
                  if (!last) {
                    var _ = rewrap();
                  }
                  return PAUSE;
                }));
  }

  void stop(@Observes ShutdownEvent event) {
    repeated.ifPresent(Repeated::close);
  }

  /// @return how many it brought under the current key
  public int rewrap() {
    int all = 0;
    int step;
    do {
      step = used.waiting(keys.current()).stream().mapToInt(this::rewrap).sum();
      all += step;
    } while (step > 0 && !repeated.map(Repeated::isClosing).orElse(false));
    if (all > 0) {
      boolean done = used.waiting(keys.current()).isEmpty();
      LOG.infof(
          "Brought %d secrets of webhooks under %s: %s.",
          all, keys.current(), done ? "all are" : "some are left");
    }
    return all;
  }

  /// What does not open is told, and is in the way of nobody else.
  private int rewrap(TenantScope scope) {
    try {
      return tenant.in(scope, webhooks::rewrap);
    } catch (SealException broken) {
      LOG.errorf("%s of %s: %s", scope.environment().text(), scope.account(), broken.getMessage());
      return 0;
    }
  }
}
