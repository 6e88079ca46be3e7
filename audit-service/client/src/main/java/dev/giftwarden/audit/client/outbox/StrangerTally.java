package dev.giftwarden.audit.client.outbox;

import dev.giftwarden.audit.client.event.AuditEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Refusals of strangers beyond the rate at which they are recorded singly: one number for each
/// address prefix and second. Bounded whatever strangers do: a count is never dropped, only widened
/// in its prefix, or in its time while the database is away.
final class StrangerTally {
  static final String ACTION = "refusals.count";
  static final String REASON = "over-rate";

  /// Singly recorded refusals per second and process. Enough for every honest mistake; few enough
  /// that a flood costs the log less than one partner's traffic.
  static final int SINGLES_PER_SECOND = 50;

  /// Prefixes told apart within a second. The rest counts as its whole address family: an attacker
  /// has 2^64 networks to choose from, and the log must not grow with them.
  static final int PREFIXES_PER_SECOND = 256;

  private final Map<String, Long> counts = new LinkedHashMap<>();
  private long countsOf; // the second the counts began in, as unix time
  private long second;
  private int singles;

  /// Whether one more single record fits into the second of `now`.
  synchronized boolean admitsSingle(Instant now) {
    if (now.getEpochSecond() != second) {
      second = now.getEpochSecond();
      singles = 0;
    }
    return singles++ < SINGLES_PER_SECOND;
  }

  synchronized void count(Instant now, String address) {
    if (counts.isEmpty()) {
      countsOf = now.getEpochSecond();
    }
    String prefix = AddressPrefix.of(address);
    boolean known = counts.containsKey(prefix) || counts.size() < PREFIXES_PER_SECOND;
    counts.merge(known ? prefix : AddressPrefix.widest(prefix), 1L, Math::addExact);
  }

  /// Takes the counts of the second that is over; none while it is not.
  synchronized List<AuditEvent> takeBefore(Instant now) {
    return countsOf < now.getEpochSecond() ? takeAll() : List.of();
  }

  synchronized List<AuditEvent> takeAll() {
    List<AuditEvent> records = new ArrayList<>();
    counts.forEach((prefix, count) -> records.add(counted(prefix, count)));
    counts.clear();
    return records;
  }

  private AuditEvent counted(String prefix, long count) {
    return AuditEvent.of("anonymous", ACTION)
        .sourceAddress(prefix)
        .count(count)
        .refused(Instant.ofEpochSecond(countsOf), REASON);
  }
}
