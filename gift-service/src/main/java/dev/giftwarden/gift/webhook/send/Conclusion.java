package dev.giftwarden.gift.webhook.send;

import java.time.Instant;
import java.util.Optional;

/// What becomes of a message after an attempt.
///
/// @param next when it is sent again
record Conclusion(Due due, Attempt attempt, Instant at, Optional<Instant> next) {

  static Conclusion of(Due due, Attempt attempt, Instant at, Backoff backoff) {
    boolean over =
        switch (attempt) {
          case Attempt.Answered answered -> answered.isTaken() || answered.isGone();
          case Attempt.Failed _ -> false;
          case Attempt.Rehearsed _ -> due.attempts() >= Attempt.Rehearsed.MOST;
        };
    return new Conclusion(
        due,
        attempt,
        at,
        over ? Optional.empty() : backoff.next(due.attempts(), due.since(), at, attempt.wish()));
  }

  boolean isOver() {
    return next.isEmpty();
  }

  /// The status that the endpoint answered, or is taken to have.
  Optional<Integer> answer() {
    return switch (attempt) {
      case Attempt.Answered(int status, _) -> Optional.of(status);
      case Attempt.Failed _ -> Optional.empty();
      case Attempt.Rehearsed _ -> Optional.of(Attempt.Rehearsed.STATUS);
    };
  }

  Optional<String> error() {
    return switch (attempt) {
      case Attempt.Answered _ -> Optional.empty();
      case Attempt.Failed(String why) -> Optional.of(why);
      case Attempt.Rehearsed _ -> Optional.of(Attempt.Rehearsed.WHY);
    };
  }

  /// The word in the database.
  String status() {
    if (attempt instanceof Attempt.Answered answered && answered.isTaken()) {
      return "delivered";
    }
    return isOver() ? "dead" : "waiting";
  }
}
