package dev.giftwarden.auth.idempotency;

import dev.giftwarden.auth.client.refusal.Refusal;

/// What came of asking for an act that may be asked for again.
///
/// @param <T> what there is after it
/// @param <R> why it may not be done
public sealed interface Outcome<T, R> {

  /// @param replayed it was done before, under the same Idempotency-Key
  record Done<T, R>(T thing, boolean replayed) implements Outcome<T, R> {}

  record Refused<T, R>(R reason) implements Outcome<T, R> {}

  /// Under this Idempotency-Key there is nothing to do or to show: it was used for another request,
  /// or what it led to is not for the present caller to see.
  record NotAgain<T, R>(Refusal reason) implements Outcome<T, R> {}

  static <T, R> Outcome<T, R> done(T thing) {
    return new Done<>(thing, false);
  }

  static <T, R> Outcome<T, R> refused(R reason) {
    return new Refused<>(reason);
  }
}
