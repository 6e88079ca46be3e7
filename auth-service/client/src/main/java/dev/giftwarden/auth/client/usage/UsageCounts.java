package dev.giftwarden.auth.client.usage;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.certs.PeerCertificate;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many calls of which version this process has served for whom, until somebody takes the
/// numbers away. What a process that is killed has not handed over is lost: a few seconds of calls.
public final class UsageCounts {
  /// A few MB. Callers beyond are counted together, so that the sum stays right.
  static final int MAX_CALLERS = 10_000;

  private static final String NOBODY_IN_PARTICULAR = "";

  /// Whose calls are counted as one.
  ///
  /// @param account empty in all three: callers beyond [#MAX_CALLERS]
  /// @param subject as the trust feed names it: `key:…`, `client:acme/erp`
  /// @param certificate its serial; empty: there was none
  public record Consumer(
      ApiVersion version, String account, String subject, String certificate, LocalDate day) {}

  public record Count(Consumer consumer, long calls) {}

  private final ConcurrentMap<Consumer, Long> counts = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public UsageCounts(InstantSource clock) {
    this.clock = clock;
  }

  /// One call that was let in.
  public void count(ApiVersion version, Caller.Partner caller) {
    var day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var consumer =
        new Consumer(
            version,
            caller.account().value(),
            caller.subject().text(),
            caller.origin().certificate().map(PeerCertificate::serial).orElse(""),
            day);
    boolean room = counts.size() < MAX_CALLERS || counts.containsKey(consumer);
    counts.merge(room ? consumer : others(version, day), 1L, Long::sum);
  }

  private static Consumer others(ApiVersion version, LocalDate day) {
    return new Consumer(
        version, NOBODY_IN_PARTICULAR, NOBODY_IN_PARTICULAR, NOBODY_IN_PARTICULAR, day);
  }

  /// Takes away at most so many: each call is taken once, whatever is counted meanwhile.
  public List<Count> take(int most) {
    var taken = new ArrayList<Count>();
    for (Consumer consumer : counts.keySet()) {
      if (taken.size() == most) {
        break;
      }
      Optional.ofNullable(counts.remove(consumer))
          .ifPresent(calls -> taken.add(new Count(consumer, calls)));
    }
    return taken;
  }
}
