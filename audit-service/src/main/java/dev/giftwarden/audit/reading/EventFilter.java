package dev.giftwarden.audit.reading;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.edge.problem.InvalidParameter;
import dev.giftwarden.edge.text.Rfc3339;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
  private static final Pattern PLACE = Pattern.compile("[1-9][0-9]{0,17}");

  /// Reads the parameters of the list.
  ///
  /// @throws InvalidParameter for the first that is not what it should be
  static EventFilter of(
      @Nullable String action,
      @Nullable String actor,
      @Nullable String since,
      @Nullable String until,
      @Nullable String cursor,
      @Nullable String limit) {
    return new EventFilter(
        InvalidParameter.read(
            "action", action, "at most 512 bytes of plain text", EventFilter::text),
        InvalidParameter.read("actor", actor, "at most 512 bytes of plain text", EventFilter::text),
        time("since", since),
        time("until", until),
        InvalidParameter.read("cursor", cursor, "the `next` of a page", EventFilter::place)
            .orElse(Long.MAX_VALUE),
        PageRequest.limit(limit));
  }

  private static Optional<Instant> time(String name, @Nullable String value) {
    return InvalidParameter.read(
        name, value, "a time of RFC 3339, such as 2026-12-03T10:15:30.000Z", Rfc3339::parse);
  }

  /// What no event can have in a part is looked for by mistake.
  private static String text(String value) {
    check(AuditEvent.isPlain(value));
    return value;
  }

  private static long place(String value) {
    check(PLACE.matcher(value).matches());
    return Long.parseLong(value);
  }

  private static void check(boolean valid) {
    if (!valid) {
      throw new IllegalArgumentException("not a value of that parameter");
    }
  }
}
