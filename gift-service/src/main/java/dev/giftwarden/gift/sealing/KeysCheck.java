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
  public static final int SOON = Interceptor.Priority.PLATFORM_BEFORE + 1;

  private static final String WHAT = "recipients";

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
        throw refusal(sample.key(), WHAT);
      }
    }
  }

  /// @param what is stored, in the plural
  public static ConfigurationException refusal(WrappedKey missing, String what) {
    return new ConfigurationException(
        "refusing to start: giftwarden.keys.folder has no %s, or another key of that name, and %s are stored under it: put it back until the log of a replica says that all are under the current one"
            .formatted(missing.kek(), what));
  }

  public static ConfigurationException refusal(DatabaseException fault, String what) {
    return new ConfigurationException(
        "refusing to start: the database does not say under which keys %s are: %s"
            .formatted(what, fault.getMessage()));
  }

  private List<KeysInUseTable.Sample> samples() {
    try {
      return used.samples();
    } catch (DatabaseException e) {
      throw refusal(e, WHAT);
    }
  }
}
