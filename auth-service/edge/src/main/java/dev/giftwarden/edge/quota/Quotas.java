package dev.giftwarden.edge.quota;

import com.github.benmanes.caffeine.cache.Cache;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.memory.BoundedMemory;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts the calls of partners whose credential is proven, in windows that begin at the same
/// moment for everybody. Who has proven nothing is in no window: a stranger takes nothing from an
/// account.
@Singleton
public final class Quotas {
  /// Of each kind. Whoever comes with more at once only makes some of them start anew.
  private static final int MAX_NAMES = 100_000;

  private static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  private final InstantSource clock;
  private final long windowSeconds;
  private final Counter credentials;
  private final Counter accounts;

  @Inject
  public Quotas(QuotaConfig config, InstantSource clock) {
    this.clock = clock;
    this.windowSeconds = config.window().toSeconds();
    if (windowSeconds < 1 || config.window().compareTo(LONGEST_WINDOW) > 0) {
      throw new ConfigurationException("giftwarden.quota.window is from 1 s to 1 h");
    }
    this.credentials = new Counter("credential", share(config.perCredential(), config.replicas()));
    this.accounts = new Counter("account", share(config.perAccount(), config.replicas()));
  }

  /// A share of nothing would shut everybody out.
  private static long share(long all, int replicas) {
    if (all < 1 || replicas < 1) {
      throw new ConfigurationException("giftwarden.quota counts from 1");
    }
    return Math.max(1, all / replicas);
  }

  /// Takes one call of the credential's quota, and if there was one, of its account's: a credential
  /// that asks beyond its own takes nothing from the others of the account.
  public Taken take(Caller.Partner caller) {
    long now = clock.instant().getEpochSecond();
    long window = now / windowSeconds;
    long left = windowSeconds - now % windowSeconds;
    Count credential = credentials.take(caller.actor(), window);
    Count account =
        credential.admitted()
            ? accounts.take(caller.account().value(), window)
            : accounts.read(caller.account().value(), window);
    return new Taken(
        credential.admitted() && account.admitted(),
        (credential.admitted() ? account : credential).firstBeyond(),
        List.of(
            credentials.standing(credential, windowSeconds, left),
            accounts.standing(account, windowSeconds, left)));
  }

  /// @param used one more than the quota: something was asked for beyond it
  /// @param firstBeyond whether this was the first time in the window
  private record Count(long window, long used, boolean admitted, boolean firstBeyond) {}

  private final class Counter {
    private final String policy;
    private final long quota;
    private final Cache<String, Count> counts;

    private Counter(String policy, long quota) {
      this.policy = policy;
      this.quota = quota;
      this.counts =
          BoundedMemory.of(MAX_NAMES, clock)
              .expireAfterWrite(Duration.ofSeconds(windowSeconds))
              .build();
    }

    private Count take(String name, long window) {
      return counts.asMap().compute(name, (_, last) -> next(last, window));
    }

    private Count next(@Nullable Count last, long window) {
      long used = last == null || last.window != window ? 0 : last.used;
      return used < quota
          ? new Count(window, used + 1, true, false)
          : new Count(window, quota + 1, false, used == quota);
    }

    private Count read(String name, long window) {
      @Nullable Count last = counts.getIfPresent(name);
      return last == null || last.window != window ? new Count(window, 0, true, false) : last;
    }

    private Standing standing(Count count, long windowSeconds, long left) {
      return new Standing(policy, quota, windowSeconds, Math.max(0, quota - count.used), left);
    }
  }
}
