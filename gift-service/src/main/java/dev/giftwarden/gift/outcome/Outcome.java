package dev.giftwarden.gift.outcome;

/// What came of asking for something: it, or why not.
public sealed interface Outcome<T> {

  /// @param replayed it was done before, under the same Idempotency-Key
  record Done<T>(T value, boolean replayed) implements Outcome<T> {}

  record Refused<T>(Reason reason) implements Outcome<T> {}

  static <T> Outcome<T> done(T value) {
    return new Done<>(value, false);
  }

  static <T> Outcome<T> refused(Reason reason) {
    return new Refused<>(reason);
  }
}
