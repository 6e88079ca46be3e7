package dev.giftwarden.edge.quota;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How many calls a partner may make at this service, all replicas together: each counts for
/// itself, and lets through its share.
@ConfigMapping(prefix = "giftwarden.quota")
public interface QuotaConfig {
  /// Of an account with the plan `standard`.
  Standard standard();

  /// Of an account with the plan `enterprise`.
  Enterprise enterprise();

  /// Of one address, of what proves nothing.
  @WithDefault("6000")
  long perAddress();

  /// Whole seconds, from 1 s to 1 h.
  @WithDefault("1m")
  Duration window();

  /// Among how many the calls are spread.
  @WithDefault("1")
  int replicas();

  /// Each in a window.
  interface Standard {
    /// Of one key, whatever it comes over.
    @WithDefault("6000")
    long perKey();

    /// Of one client: with its certificate alone, and with whatever keys come over it.
    @WithDefault("12000")
    long perClient();

    /// Of one account, whatever it calls with.
    @WithDefault("30000")
    long perAccount();
  }

  /// As those of [Standard].
  interface Enterprise {
    @WithDefault("30000")
    long perKey();

    @WithDefault("60000")
    long perClient();

    @WithDefault("150000")
    long perAccount();
  }
}
