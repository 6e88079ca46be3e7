package dev.giftwarden.edge.quota;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Plan;

/// What the account of a caller pays for.
@FunctionalInterface
public interface Plans {
  Plan of(Caller.Partner caller);
}
