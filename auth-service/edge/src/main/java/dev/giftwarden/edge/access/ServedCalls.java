package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.usage.KeysSeen;
import dev.giftwarden.auth.client.usage.LastSeen;
import dev.giftwarden.auth.client.usage.UsageCounts;
import jakarta.inject.Singleton;

/// Of calls that were let in: which certificate they came over, which key they were of, and who
/// calls which version. Of those that were not: which key was refused.
@Singleton
class ServedCalls {
  private final AccessTable table;
  private final UsageCounts counts;
  private final LastSeen seen;
  private final KeysSeen keys;

  ServedCalls(AccessTable table, UsageCounts counts, LastSeen seen, KeysSeen keys) {
    this.table = table;
    this.counts = counts;
    this.seen = seen;
    this.keys = keys;
  }

  void served(String route, Caller caller) {
    seen.see(caller.origin());
    if (caller instanceof Caller.Partner partner) {
      keys.used(partner.subject(), route, partner.origin());
      if (table.isVersioned()) {
        table.version(route).ifPresent(version -> counts.count(version, partner));
      }
    }
  }

  /// Of a key that auth has refused, auth knows.
  void refused(Denial denial) {
    if (denial.claimant().orElse(null) instanceof Caller.Partner partner) {
      keys.refused(partner.subject(), denial.reason());
    }
  }
}
