package dev.giftwarden.auth.apikey.rotation;

import dev.giftwarden.auth.text.Lifetime;
import dev.giftwarden.edge.problem.InvalidParameter;
import java.time.Duration;

/// How long a key works on after another has taken over from it.
///
/// @param span nought: not at all
record Overlap(Duration span) {
  /// Every program of a partner has been restarted once by then; a key that leaked is no longer one
  /// of two for longer.
  static final Duration LONGEST = Duration.ofDays(30);

  private static final Duration USUAL = Duration.ofHours(24);

  static Overlap usual() {
    return new Overlap(USUAL);
  }

  /// @throws InvalidParameter beyond [#LONGEST]
  static Overlap of(Lifetime wanted) {
    if (wanted.duration().compareTo(LONGEST) > 0) {
      throw new InvalidParameter("overlap", "PT0S to P30D");
    }
    return new Overlap(wanted.duration());
  }
}
