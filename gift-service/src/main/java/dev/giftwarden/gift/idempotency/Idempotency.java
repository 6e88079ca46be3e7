package dev.giftwarden.gift.idempotency;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.Claim;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Does at most once what a caller may ask for several times, in one transaction. A refusal leaves
/// nothing behind, its record included: the same request may succeed later.
@Singleton
public class Idempotency {

  private final Tenant tenant;
  private final IdempotencyTable records;

  Idempotency(Tenant tenant, IdempotencyTable records) {
    this.tenant = tenant;
    this.records = records;
  }

  /// @param first makes the thing, under the id that `attempt` names
  /// @param again finds the thing as the present caller may see it; empty: it may not
  public <T> Outcome<T> once(
      Caller.Partner caller,
      Attempt attempt,
      Tenant.Work<Outcome<T>> first,
      BiFunction<TenantSession, String, Optional<T>> again) {
    return tenant.in(
        TenantScope.of(caller),
        session -> {
          Outcome<T> outcome =
              switch (claim(session, caller, attempt)) {
                case Claim.First() -> first.in(session);
                case Claim.Again(String target) ->
                    again
                        .apply(session, target)
                        .<Outcome<T>>map(thing -> new Outcome.Done<>(thing, true))
                        .orElse(Outcome.refused(Reason.NOT_FOUND));
                case Claim.Reused() -> Outcome.refused(Reason.IDEMPOTENCY_KEY_REUSED);
              };
          if (outcome instanceof Outcome.Refused<T>) {
            session.undo();
          }
          return outcome;
        });
  }

  /// What has become before of those of `attempts` that have a key and were here; nothing is
  /// written, and nobody waited for.
  public Map<Attempt, Claim> found(
      TenantSession session, Caller.Partner caller, List<Attempt> attempts) {
    List<Attempt> named = named(attempts);
    return named.isEmpty() ? Map.of() : records.find(session, caller.actor(), named);
  }

  /// Claims all that have a key, for `caller` and this transaction.
  ///
  /// @return false: another was first with one of them since [#found], and nothing can come of this
  ///   transaction
  public boolean claim(
      TenantSession session, Caller.Partner caller, List<Attempt> attempts, Instant at) {
    List<Attempt> named = named(attempts);
    return named.isEmpty() || records.claim(session, caller.actor(), named, at);
  }

  private static List<Attempt> named(List<Attempt> attempts) {
    return attempts.stream().filter(one -> one.key().isPresent()).toList();
  }

  private Claim claim(TenantSession session, Caller.Partner caller, Attempt attempt) {
    return attempt
        .key()
        .map(key -> records.claim(session, caller.actor(), attempt, key))
        .orElseGet(Claim.First::new);
  }
}
