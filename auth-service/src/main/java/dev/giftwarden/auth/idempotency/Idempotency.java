package dev.giftwarden.auth.idempotency;

import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.Claim;
import dev.giftwarden.edge.record.Recorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.Serial;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/// Does at most once what a caller may ask for several times, in one transaction. A refusal leaves
/// nothing behind, its record included: the same request may succeed later.
@ApplicationScoped
public class Idempotency {
  private final IdempotencyTable records;
  private final Recorder recorder;

  Idempotency(IdempotencyTable records, Recorder recorder) {
    this.records = records;
    this.recorder = recorder;
  }

  /// Whether it is the first is decided before anything else is: what was sound when it was done (a
  /// time in the future, a name that was free) need not be sound when it is asked for again.
  ///
  /// @param first does it, under the id that `attempt` names, and appends its record; what it
  ///   refuses, its caller records
  /// @param again finds the thing as it is now and as the present caller may see it; empty: it may
  ///   not
  public <T, R> Outcome<T, R> once(
      Repeatable act,
      Attempt attempt,
      Supplier<Outcome<T, R>> first,
      Function<String, Optional<T>> again) {
    Outcome<T, R> outcome =
        inOneTransaction(() ->
            switch (claim(act, attempt)) {
              case Claim.First() -> first.get();
              case Claim.Again(String target) ->
                  again
                      .apply(target)
                      .<Outcome<T, R>>map(thing -> new Outcome.Done<>(thing, true))
                      .orElseGet(() -> new Outcome.NotAgain<>(Refusal.NOT_VISIBLE));
              case Claim.Reused() -> new Outcome.NotAgain<>(Refusal.IDEMPOTENCY_KEY_REUSED);
            });
    record(act, outcome);
    return outcome;
  }

  private Claim claim(Repeatable act, Attempt attempt) {
    return attempt.key().map(key -> records.claim(act, attempt, key)).orElseGet(Claim.First::new);
  }

  /// Commits what was done, and nothing of what was refused.
  private static <T, R> Outcome<T, R> inOneTransaction(Supplier<Outcome<T, R>> work) {
    var outcome = new AtomicReference<Outcome<T, R>>();
    try {
      QuarkusTransaction.requiringNew()
          .run(() -> {
            outcome.set(work.get());
            if (!(outcome.get() instanceof Outcome.Done)) {
              throw new Undone();
            }
          });
    } catch (Undone _) {
      // Rolled back, as it was meant.
    }
    return Objects.requireNonNull(outcome.get());
  }

  /// A replay only reads, and its answer does not wait.
  private <T, R> void record(Repeatable act, Outcome<T, R> outcome) {
    switch (outcome) {
      case Outcome.Done<T, R>(_, boolean replayed) when replayed ->
          recorder.note(act.beginReplay());
      case Outcome.NotAgain<T, R>(Refusal reason) -> recorder.refused(act.begin(), reason);
      case Outcome.Done<T, R> _ -> {}
      case Outcome.Refused<T, R> _ -> {}
    }
  }

  /// The one way to have JTA roll back and go on: a transaction that is only marked fails when it
  /// ends.
  private static final class Undone extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    Undone() {
      super("undone", null, false, false);
    }
  }
}
