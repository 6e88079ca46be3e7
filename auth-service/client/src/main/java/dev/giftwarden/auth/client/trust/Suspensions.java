package dev.giftwarden.auth.client.trust;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.v1.EpochRaised;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which accounts are suspended. The feed tells it as epochs of names that no token has,
/// `suspended:` or `resumed:` and the account: who does not know them takes no notice. Each has the
/// account's own epoch, so that the last word counts in whatever order they come; a snapshot tells
/// all who are suspended.
public final class Suspensions {
  private static final String SUSPENDED = "suspended:";
  private static final String RESUMED = "resumed:";

  private final Map<String, Standing> standings = new ConcurrentHashMap<>();

  private record Standing(long epoch, boolean isSuspended) {}

  Suspensions() {}

  /// Under which name the feed tells it.
  public static String subject(AccountId account, boolean isSuspended) {
    return (isSuspended ? SUSPENDED : RESUMED) + account.value();
  }

  static boolean tellsOf(EpochRaised raised) {
    return raised.getSubject().startsWith(SUSPENDED) || raised.getSubject().startsWith(RESUMED);
  }

  void enter(EpochRaised raised) {
    boolean isSuspended = raised.getSubject().startsWith(SUSPENDED);
    standings.merge(
        account(raised),
        new Standing(raised.getEpoch(), isSuspended),
        (old, now) -> old.epoch > now.epoch ? old : now);
  }

  /// What a whole snapshot does not name was resumed while nobody listened.
  ///
  /// @param told [#account] of each that it names
  void retain(Set<String> told) {
    standings.keySet().retainAll(told);
  }

  static String account(EpochRaised raised) {
    return raised.getSubject().substring(raised.getSubject().indexOf(':') + 1);
  }

  boolean contains(AccountId account) {
    Standing standing = standings.get(account.value());
    return standing != null && standing.isSuspended;
  }
}
