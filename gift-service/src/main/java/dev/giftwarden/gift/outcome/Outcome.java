package dev.giftwarden.gift.outcome;

import dev.giftwarden.edge.problem.Problem;
import java.util.function.Function;

/// What came of asking for something: it, or why not.
public sealed interface Outcome<T> {

  /// @param replayed it was done before, under the same Idempotency-Key
  record Done<T>(T value, boolean replayed) implements Outcome<T> {}

  /// @param problem what the caller sees
  record Refused<T>(Reason reason, Problem problem) implements Outcome<T> {}

  /// What comes of going on with it; a refusal stays what it is.
  default <U> Outcome<U> then(Function<T, Outcome<U>> next) {
    return switch (this) {
      case Done<T>(T value, _) -> next.apply(value);
      case Refused<T>(Reason reason, Problem problem) -> new Refused<>(reason, problem);
    };
  }

  /// The same, of something made from it.
  default <U> Outcome<U> map(Function<T, U> change) {
    return switch (this) {
      case Done<T>(T value, boolean replayed) -> new Done<>(change.apply(value), replayed);
      case Refused<T>(Reason reason, Problem problem) -> new Refused<>(reason, problem);
    };
  }

  static <T> Outcome<T> done(T value) {
    return new Done<>(value, false);
  }

  static <T> Outcome<T> refused(Reason reason) {
    return new Refused<>(reason, reason.problem());
  }
}
