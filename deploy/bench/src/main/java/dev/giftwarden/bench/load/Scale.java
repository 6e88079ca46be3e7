package dev.giftwarden.bench.load;

/// How much is measured.
///
/// @param warmParts into how many runs the warming is split
public record Scale(
    int rounds, int roundSeconds, int warmRequests, int warmHandshakes, int warmParts) {

  /// Enough for the compilers to be done: a cold Keycloak costs ten times a warm one.
  public static Scale full() {
    return new Scale(5, 4, 200_000, 15_000, 5);
  }

  /// For tests and scripts: within three minutes, and not warm.
  public static Scale brief() {
    return new Scale(3, 2, 15_000, 2_000, 1);
  }

  /// For what takes longer, and is warm sooner: a database decides how long.
  public Scale warmedWithLess() {
    return new Scale(rounds, roundSeconds, warmRequests / 5, warmHandshakes / 5, warmParts);
  }
}
