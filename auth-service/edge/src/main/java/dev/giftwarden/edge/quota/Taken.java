package dev.giftwarden.edge.quota;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// What became of a call.
///
/// @param firstRefused not admitted, and the first time in this window: what the log is told
public record Taken(boolean admitted, boolean firstRefused, List<Standing> standings) {
  /// Structured fields: a list of items with parameters (RFC 9651).
  public static final String LIMIT = "RateLimit";

  public static final String POLICY = "RateLimit-Policy";

  public Taken {
    standings = List.copyOf(standings);
  }

  public void tell(BiConsumer<String, String> headers) {
    headers.accept(
        POLICY, standings.stream().map(Standing::policyItem).collect(Collectors.joining(", ")));
    headers.accept(
        LIMIT, standings.stream().map(Standing::standingItem).collect(Collectors.joining(", ")));
  }

  /// Until the next window.
  public long retryAfterSeconds() {
    return standings.getFirst().resetSeconds();
  }
}
