package dev.giftwarden.edge.quota;

import io.quarkus.runtime.configuration.ConfigurationException;

/// What one replica lets through in a window: its share of what is configured.
///
/// @param key of one key
/// @param client of one client
/// @param account of one account
record Allowance(long key, long client, long account) {
  /// A million calls in a millisecond for an hour; whoever wants no quota says this.
  static final long MOST = 1_000_000_000;

  static final int MOST_REPLICAS = 1000;

  static Allowance of(QuotaConfig.Standard plan, int replicas) {
    return of("standard", plan.perKey(), plan.perClient(), plan.perAccount(), replicas);
  }

  static Allowance of(QuotaConfig.Enterprise plan, int replicas) {
    return of("enterprise", plan.perKey(), plan.perClient(), plan.perAccount(), replicas);
  }

  private static Allowance of(String plan, long key, long client, long account, int replicas) {
    return new Allowance(
        share(plan + ".per-key", key, replicas),
        share(plan + ".per-client", client, replicas),
        share(plan + ".per-account", account, replicas));
  }

  /// A share of nothing would shut everybody out: it is one call at least.
  ///
  /// @throws ConfigurationException where it is out of range; Quarkus prints it as one line
  static long share(String setting, long all, int replicas) {
    requireWithin(setting, all, MOST);
    requireWithin("replicas", replicas, MOST_REPLICAS);
    return Math.max(1, all / replicas);
  }

  private static void requireWithin(String setting, long value, long most) {
    if (value < 1 || value > most) {
      throw new ConfigurationException(
          "giftwarden.quota.%s is %d: from 1 to %d".formatted(setting, value, most));
    }
  }

  /// The larger of each.
  Allowance or(Allowance other) {
    return new Allowance(
        Math.max(key, other.key), Math.max(client, other.client), Math.max(account, other.account));
  }
}
