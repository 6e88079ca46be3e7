package dev.giftwarden.auth.account.plan;

import com.github.benmanes.caffeine.cache.Cache;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.memory.BoundedMemory;
import dev.giftwarden.auth.client.token.Grant;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.edge.quota.Plans;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;

/// The plans of those who call auth itself. Its tokens do not say it, so that an auth of the
/// release before reads them: it is asked for here, once in a minute and whenever the feed tells
/// that the account has changed.
@ApplicationScoped
class OwnPlans implements Plans {
  private static final int MOST = 10_000;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final PlanTable plans;
  private final TrustState trust;
  private final Cache<Asked, Plan> memory;

  /// @param epoch the last that the feed has told; 0: none within its memory
  private record Asked(AccountId account, long epoch) {}

  OwnPlans(PlanTable plans, TrustState trust, InstantSource clock) {
    this.plans = plans;
    this.trust = trust;
    this.memory = BoundedMemory.of(MOST, clock).expireAfterWrite(LONGEST).build();
  }

  @Override
  public Plan of(Caller.Partner caller) {
    var account = caller.account();
    var asked = new Asked(account, trust.epoch(Grant.epochSubject(account)));
    return memory.get(asked, _ -> plans.find(account));
  }
}
