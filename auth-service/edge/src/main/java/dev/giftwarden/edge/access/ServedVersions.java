package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.usage.UsageCounts;
import jakarta.inject.Singleton;

/// Counts who calls which version, of calls that were let in: only they would be missed.
@Singleton
class ServedVersions {
  private final AccessTable table;
  private final UsageCounts counts;

  ServedVersions(AccessTable table, UsageCounts counts) {
    this.table = table;
    this.counts = counts;
  }

  void served(String route, Caller caller) {
    if (table.isVersioned() && caller instanceof Caller.Partner partner) {
      table.version(route).ifPresent(version -> counts.count(version, partner));
    }
  }
}
