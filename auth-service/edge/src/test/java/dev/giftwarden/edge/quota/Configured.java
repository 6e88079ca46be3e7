package dev.giftwarden.edge.quota;

import java.time.Duration;

/// A configuration as a test wants it.
record Configured(
    OfStandard standard, OfEnterprise enterprise, long perAddress, Duration window, int replicas)
    implements QuotaConfig {
  record OfStandard(long perKey, long perClient, long perAccount) implements Standard {}

  record OfEnterprise(long perKey, long perClient, long perAccount) implements Enterprise {}
}
