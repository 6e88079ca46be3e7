package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.usage.LastSeen;
import dev.giftwarden.auth.client.usage.UsageCounts;
import jakarta.inject.Singleton;

/// Of calls that were let in: which certificate they came over, and who calls which version.
@Singleton
class ServedCalls {
  private final AccessTable table;
  private final UsageCounts counts;
  private final LastSeen seen;

  ServedCalls(AccessTable table, UsageCounts counts, LastSeen seen) {
    this.table = table;
    this.counts = counts;
    this.seen = seen;
  }

  void served(String route, Caller caller) {
    seen.see(caller.origin());
    if (table.isVersioned() && caller instanceof Caller.Partner partner) {
      table.version(route).ifPresent(version -> counts.count(version, partner));
    }
  }
}
