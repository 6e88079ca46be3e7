package dev.giftwarden.audit.reading;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.problem.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the query of a list. A parameter that we do not know, or get twice, is refused and not
/// ignored: whoever sends `accountId` believes that it does something.
final class FilterParameters {
  private static final List<String> KNOWN =
      List.of("action", "actor", "since", "until", "cursor", "limit");

  /// The last that RFC 3339 can say.
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private final Map<String, List<String>> query;
  private Problem problem = Problem.of(ProblemType.MALFORMED_REQUEST);

  private FilterParameters(Map<String, List<String>> query) {
    this.query = query;
  }

  /// A filter, or what is wrong with it.
  sealed interface Parsed {
    record Good(EventFilter filter) implements Parsed {}

    record Bad(Problem problem) implements Parsed {}
  }

  static Parsed parse(Map<String, List<String>> query) {
    return new FilterParameters(query).parse();
  }

  private Parsed parse() {
    query.forEach(this::checkName);
    EventFilter filter =
        new EventFilter(
            read("action", FilterParameters::text, "at most 512 bytes"),
            read("actor", FilterParameters::text, "at most 512 bytes"),
            read("since", FilterParameters::time, "a time such as 2026-12-03T10:15:30.000Z"),
            read("until", FilterParameters::time, "a time such as 2026-12-03T10:15:30.000Z"),
            read("cursor", FilterParameters::number, "the `next` of a page").orElse(Long.MAX_VALUE),
            read("limit", FilterParameters::limit, "a number from 1 to " + EventFilter.MAX_LIMIT)
                .orElse(EventFilter.DEFAULT_LIMIT));
    return problem.errors().isEmpty() ? new Parsed.Good(filter) : new Parsed.Bad(problem);
  }

  private void checkName(String name, List<String> values) {
    if (!KNOWN.contains(name)) {
      problem = problem.at("query", "knows only " + String.join(", ", KNOWN));
    } else if (values.size() > 1) {
      problem = problem.at(name, "once");
    }
  }

  private <T> Optional<T> read(String name, Function<String, T> parser, String wanted) {
    Optional<String> value = query.getOrDefault(name, List.of()).stream().findFirst();
    try {
      return value.map(parser);
    } catch (IllegalArgumentException | DateTimeException _) {
      problem = problem.at(name, wanted);
      return Optional.empty();
    }
  }

  /// PostgreSQL has no text with a NUL, and no event has a longer part.
  private static String text(String value) {
    check(value.length() <= AuditEvent.MAX_TEXT_BYTES && value.indexOf('\0') < 0);
    return value;
  }

  private static Instant time(String value) {
    Instant time = Instant.parse(value);
    check(!time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST));
    return time;
  }

  private static long number(String value) {
    check(NUMBER.matcher(value).matches());
    return Long.parseLong(value);
  }

  private static int limit(String value) {
    long limit = number(value);
    check(limit <= EventFilter.MAX_LIMIT);
    return (int) limit;
  }

  private static void check(boolean valid) {
    if (!valid) {
      throw new IllegalArgumentException("not a value of that parameter");
    }
  }
}
