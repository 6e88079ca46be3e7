package dev.giftwarden.gift.idempotency;

import dev.giftwarden.gift.idempotency.IdempotencyTable.Claim;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Does at most once what a caller may ask for several times. A refusal leaves nothing behind, its
/// record included: the same request may succeed later.
@Singleton
public class Idempotency {

  private final IdempotencyTable records;

  Idempotency(IdempotencyTable records) {
    this.records = records;
  }

  /// @param first makes the thing, under the id that `attempt` names
  /// @param again finds the thing as the present caller may see it; empty: it may not
  public <T> Outcome<T> once(
      TenantSession session,
      Attempt attempt,
      Supplier<Outcome<T>> first,
      Function<String, Optional<T>> again) {
    Claim claim =
        attempt.key().map(key -> records.claim(session, attempt, key)).orElseGet(Claim.First::new);
    Outcome<T> outcome =
        switch (claim) {
          case Claim.First() -> first.get();
          case Claim.Again(String target) ->
              again
                  .apply(target)
                  .<Outcome<T>>map(thing -> new Outcome.Done<>(thing, true))
                  .orElse(Outcome.refused(Reason.NOT_FOUND));
          case Claim.Reused() -> Outcome.refused(Reason.IDEMPOTENCY_KEY_REUSED);
        };
    if (outcome instanceof Outcome.Refused<T>) {
      session.undo();
    }
    return outcome;
  }
}
