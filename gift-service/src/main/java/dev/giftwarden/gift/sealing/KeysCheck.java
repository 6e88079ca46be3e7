package dev.giftwarden.gift.sealing;

import dev.giftwarden.edge.database.DatabaseException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;

/// A service that could not read its own rows does not start: every key that one of them needs is
/// there, and is the one that it was stored under.
@Singleton
public class KeysCheck {

  /// Behind the look at the schema.
  private static final int SOON = Interceptor.Priority.PLATFORM_BEFORE + 1;

  private final Keys keys;
  private final KeysInUseTable used;

  KeysCheck(Keys keys, KeysInUseTable used) {
    this.keys = keys;
    this.used = used;
  }

  /// @throws ConfigurationException which Quarkus prints as one line
  void start(@Observes @Priority(SOON) StartupEvent event) {
    for (KeysInUseTable.Sample sample : samples()) {
      try {
        var _ = keys.unwrap(sample.key(), sample.owner());
      } catch (SealException _) {
        throw new ConfigurationException(
            "refusing to start: giftwarden.keys.folder has no %1$s, or another key of that name, and"
                    .formatted(sample.key().kek())
                + " recipients are stored under it: put it back until the log of a replica says"
                + " that all are under the current one");
      }
    }
  }

  private List<KeysInUseTable.Sample> samples() {
    try {
      return used.samples();
    } catch (DatabaseException e) {
      throw new ConfigurationException(
          "refusing to start: the database does not say under which keys recipients are: "
              + e.getMessage());
    }
  }
}
