package dev.giftwarden.gift.gift;

import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// When a gift is to be sent, and until when it can be claimed, as far as its sender says so.
///
/// @param sendAt empty: at once
/// @param expiresAt empty: [#LIFETIME] after it is sent
public record Timing(Optional<Instant> sendAt, Optional<Instant> expiresAt) {

  /// What the database keeps, and answers say.
  public Timing {
    sendAt = sendAt.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
    expiresAt = expiresAt.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
  }

  /// At once, and as long as usual.
  public static final Timing USUAL = new Timing(Optional.empty(), Optional.empty());

  /// A season, as gift cards and parcels have it. The money of a gift that nobody wants is not held
  /// for ever.
  static final Duration LIFETIME = Duration.ofDays(90);

  /// Whoever is away for a night can still claim it.
  static final Duration SHORTEST = Duration.ofDays(1);

  static final Duration LONGEST = Duration.ofDays(365);

  /// The next birthday of everybody.
  static final Duration FARTHEST = Duration.ofDays(365);

  /// What is true of a gift that is asked for at `now`.
  ///
  /// @param sent when it is to be
  record Term(Instant sent, Instant expires) {}

  Outcome<Term> term(Instant now) {
    return term(now, LIFETIME);
  }

  /// @param usual how long it can be claimed if its sender does not say
  Outcome<Term> term(Instant now, Duration usual) {
    if (sendAt.filter(at -> !at.isAfter(now) || at.isAfter(now.plus(FARTHEST))).isPresent()) {
      return Outcome.refused(Reason.SEND_AT_OUT_OF_RANGE);
    }
    Instant sent = sendAt.orElse(now);
    Instant expires = expiresAt.orElse(sent.plus(usual));
    return expires.isBefore(sent.plus(SHORTEST)) || expires.isAfter(sent.plus(LONGEST))
        ? Outcome.refused(Reason.EXPIRES_AT_OUT_OF_RANGE)
        : Outcome.done(new Term(sent, expires));
  }

  /// Nothing for the usual, which requests meant before there was anything else.
  void describe(CanonicalRequest request) {
    if (!equals(USUAL)) {
      request.text("when").text(sendAt.map(Instant::toString));
      request.text(expiresAt.map(Instant::toString));
    }
  }
}
