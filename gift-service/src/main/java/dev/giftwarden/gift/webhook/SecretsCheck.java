package dev.giftwarden.gift.webhook;

import dev.giftwarden.edge.database.DatabaseException;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.KeysCheck;
import dev.giftwarden.gift.sealing.SealException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/// As [KeysCheck], for the secrets of webhooks.
@Singleton
class SecretsCheck {
  private static final String WHAT = "secrets of webhooks";

  private final Keys keys;
  private final SecretsInUseTable used;

  SecretsCheck(Keys keys, SecretsInUseTable used) {
    this.keys = keys;
    this.used = used;
  }

  /// @throws ConfigurationException which Quarkus prints as one line
  void start(@Observes @Priority(KeysCheck.SOON) StartupEvent event) {
    for (SecretsInUseTable.Sample sample : samples()) {
      try {
        var _ = WebhookSecret.unwrap(keys, sample.owner(), sample.id(), sample.wrapped());
      } catch (SealException _) {
        throw KeysCheck.refusal(sample.wrapped(), WHAT);
      }
    }
  }

  private List<SecretsInUseTable.Sample> samples() {
    try {
      return used.samples();
    } catch (DatabaseException e) {
      throw KeysCheck.refusal(e, WHAT);
    }
  }
}
