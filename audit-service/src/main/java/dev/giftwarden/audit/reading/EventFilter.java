package dev.giftwarden.audit.reading;

import java.time.Instant;
import java.util.Optional;

/// Which of the events that the caller may see are wanted.
///
/// @param since earliest time of an event
/// @param until first time that is too late
/// @param before only events that arrived before this one; the cursor
/// @param limit 1 to 100
record EventFilter(
    Optional<String> action,
    Optional<String> actor,
    Optional<Instant> since,
    Optional<Instant> until,
    long before,
    int limit) {
  static final int DEFAULT_LIMIT = 20;
  static final int MAX_LIMIT = 100;
}
