package dev.giftwarden.auth.version.usage;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.usage.ExposedKeys.Exposed;
import dev.giftwarden.auth.client.usage.KeysSeen;
import dev.giftwarden.auth.client.usage.LastSeen.Sighting;
import dev.giftwarden.auth.v1.ExposedKey;
import dev.giftwarden.auth.v1.FailedKey;
import dev.giftwarden.auth.v1.SeenCertificate;
import dev.giftwarden.auth.v1.SeenKey;
import dev.giftwarden.auth.v1.UsageCount;
import dev.giftwarden.auth.v1.UsageReport;
import dev.giftwarden.auth.v1.UsedRoute;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A report of usage, as far as it can be true. What the other service says of its callers is its
/// word: it moves no money and opens nothing.
sealed interface UsageReading {
  /// Of each kind.
  int MAX_LINES = 1_000;

  /// Of keys that were exposed: each has to be proven.
  int MAX_EXPOSED = 100;

  /// A service keeps a report that auth did not answer; one that it kept longer counts no more.
  int OLDEST_DAYS = 3;

  /// As certificates have it: hexadecimal, without leading zeros.
  Pattern SERIAL = Pattern.compile("([1-9a-f][0-9a-f]{0,39})?");

  /// Method and template, as access tables have them.
  Pattern ROUTE = Pattern.compile("[A-Z]{3,10} /[!-~]{0,180}");

  /// Between two reports of one process: what is more cannot be true, and adds up to no overflow.
  long MOST_FAILURES = 1_000_000_000;

  record Good(
      UUID batch,
      List<Count> counts,
      List<Sighting> seen,
      KeysSeen.Taken keys,
      List<Exposed> exposed)
      implements UsageReading {}

  record Malformed(String why) implements UsageReading {}

  /// @param account empty, as the subject: callers that the service could not tell apart
  record Count(
      ApiVersion version,
      String account,
      String subject,
      String certificate,
      LocalDate day,
      long calls) {}

  static UsageReading of(UsageReport report, LocalDate today) {
    int most =
        IntStream.of(
                report.getCountsCount(),
                report.getSeenCount(),
                report.getKeysCount(),
                report.getFailedCount(),
                report.getExposedCount(),
                report.getRoutesCount())
            .max()
            .orElseThrow();
    if (most == 0 || most > MAX_LINES || report.getExposedCount() > MAX_EXPOSED) {
      return new Malformed("1 to " + MAX_LINES + " counts or sightings");
    }
    try {
      return new Good(
          UUID.fromString(report.getBatch()),
          report.getCountsList().stream().map(count -> count(count, today)).toList(),
          report.getSeenList().stream().map(seen -> sighting(seen, today)).toList(),
          new KeysSeen.Taken(
              report.getKeysList().stream().map(seen -> use(seen, today)).toList(),
              report.getFailedList().stream().map(failed -> failures(failed, today)).toList(),
              report.getRoutesList().stream().map(used -> use(used, today)).toList()),
          report.getExposedList().stream().map(UsageReading::exposed).toList());
    } catch (InvalidValue e) {
      return new Malformed(e.wanted());
    } catch (IllegalArgumentException | DateTimeException _) {
      return new Malformed("a batch is a UUID, and counts name callers, days and addresses");
    }
  }

  private static Count count(UsageCount told, LocalDate today) {
    LocalDate day = recent(LocalDate.ofEpochDay(told.getEpochDay()), today);
    if (told.getCalls() <= 0) {
      throw new InvalidValue("at least one call");
    }
    String certificate = serial(told.getCertificateSerial());
    boolean others = told.getAccount().isEmpty() && told.getSubject().isEmpty();
    return new Count(
        ApiVersion.of(told.getVersion()),
        others ? "" : new AccountId(told.getAccount()).value(),
        others ? "" : Subject.of(told.getSubject()).text(),
        certificate,
        day,
        told.getCalls());
  }

  private static Sighting sighting(SeenCertificate told, LocalDate today) {
    if (told.getSerial().isEmpty()) {
      throw new InvalidValue("the serial of what was seen");
    }
    return new Sighting(
        serial(told.getSerial()),
        recent(told.getAtUnixMs(), today),
        InetAddress.ofLiteral(told.getSourceAddress()));
  }

  private static KeysSeen.Use use(SeenKey told, LocalDate today) {
    return new KeysSeen.Use(
        new KeyId(told.getId()),
        recent(told.getAtUnixMs(), today),
        route(told.getRoute()),
        InetAddress.ofLiteral(told.getSourceAddress()),
        Optional.of(serial(told.getCertificateSerial())).filter(text -> !text.isEmpty()));
  }

  private static KeysSeen.RouteUse use(UsedRoute told, LocalDate today) {
    return new KeysSeen.RouteUse(
        new KeyId(told.getKey()), route(told.getRoute()), recent(told.getAtUnixMs(), today));
  }

  private static String route(String text) {
    if (!ROUTE.matcher(text).matches()) {
      throw new InvalidValue("the method and the template of a route");
    }
    return text;
  }

  private static KeysSeen.Failures failures(FailedKey told, LocalDate today) {
    if (told.getCount() < 1 || told.getCount() > MOST_FAILURES) {
      throw new InvalidValue("1 to " + MOST_FAILURES + " failures");
    }
    return new KeysSeen.Failures(
        new KeyId(told.getId()), told.getCount(), recent(told.getLastAtUnixMs(), today));
  }

  /// Whether it is a key, its proof says.
  private static Exposed exposed(ExposedKey told) {
    var origin =
        new Origin(
            Optional.empty(),
            InetAddress.ofLiteral(told.getSourceAddress()),
            UUID.fromString(told.getRequestId()));
    return new Exposed(new PresentedKey(told.getApiKey()), origin);
  }

  private static Instant recent(long unixMs, LocalDate today) {
    var at = Instant.ofEpochMilli(unixMs);
    var _ = recent(LocalDate.ofInstant(at, ZoneOffset.UTC), today);
    return at;
  }

  private static LocalDate recent(LocalDate day, LocalDate today) {
    if (day.isAfter(today.plusDays(1)) || day.isBefore(today.minusDays(OLDEST_DAYS))) {
      throw new InvalidValue("a day of the last three");
    }
    return day;
  }

  private static String serial(String text) {
    if (!SERIAL.matcher(text).matches()) {
      throw new InvalidValue("a serial, or none");
    }
    return text;
  }
}
