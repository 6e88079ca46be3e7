package dev.giftwarden.auth.client.remote;

import dev.giftwarden.auth.client.repeat.Repeated;
import dev.giftwarden.auth.client.usage.ExposedKeys;
import dev.giftwarden.auth.client.usage.KeysSeen;
import dev.giftwarden.auth.client.usage.LastSeen;
import dev.giftwarden.auth.client.usage.UsageCounts;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.auth.v1.ExposedKey;
import dev.giftwarden.auth.v1.FailedKey;
import dev.giftwarden.auth.v1.SeenCertificate;
import dev.giftwarden.auth.v1.SeenKey;
import dev.giftwarden.auth.v1.UsageCount;
import dev.giftwarden.auth.v1.UsageReport;
import dev.giftwarden.auth.v1.UsedRoute;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/// Tells auth every few seconds what was counted and who was seen. A report that got no answer is
/// sent again under the same name until it gets one; meanwhile the counting goes on in the memory
/// there is for it.
final class UsageReporter {
  private static final Duration EVERY = Duration.ofSeconds(3);

  /// Of one report, of each kind: about 200 kB.
  private static final int MAX_LINES = 1_000;

  /// Of those found in URLs: auth has to prove each.
  private static final int MAX_EXPOSED = 100;

  private static final Logger LOG = Logger.getLogger(UsageReporter.class);

  private final Channel auth;
  private final UsageCounts counts;
  private final LastSeen seen;
  private final KeysSeen keys;
  private final ExposedKeys exposed;
  private Optional<UsageReport> unanswered = Optional.empty();

  private UsageReporter(
      Channel auth, UsageCounts counts, LastSeen seen, KeysSeen keys, ExposedKeys exposed) {
    this.auth = auth;
    this.counts = counts;
    this.seen = seen;
    this.keys = keys;
    this.exposed = exposed;
  }

  static Repeated start(
      Channel auth, UsageCounts counts, LastSeen seen, KeysSeen keys, ExposedKeys exposed) {
    return Repeated.start(
        "usage-reporter", EVERY, new UsageReporter(auth, counts, seen, keys, exposed)::report);
  }

  /// At the end, hands over what there is, if auth takes it at once.
  private Duration report(boolean last) {
    while (reported(last) == MAX_LINES) {
      LOG.debug("More callers than one report holds: there is another.");
    }
    return EVERY;
  }

  /// @return how many lines were handed over, of the kind of which there were more
  private int reported(boolean last) {
    UsageReport report = unanswered.or(() -> next(last)).orElse(UsageReport.getDefaultInstance());
    if (lines(report) == 0) {
      return 0;
    }
    unanswered = Optional.of(report);
    try {
      var _ =
          AuthServiceGrpc.newBlockingV2Stub(auth)
              .withDeadlineAfter(GrpcKeyExchange.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
              .reportUsage(report);
    } catch (StatusException e) {
      if (e.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
        LOG.warnf("Auth did not take a report of usage: %s.", e.getStatus());
        return 0;
      }
      LOG.errorf("Auth takes this report of usage never, and it is dropped: %s.", e.getStatus());
    }
    unanswered = Optional.empty();
    return lines(report);
  }

  private static int lines(UsageReport report) {
    return IntStream.of(
            report.getCountsCount(),
            report.getSeenCount(),
            report.getKeysCount(),
            report.getFailedCount(),
            report.getExposedCount(),
            report.getRoutesCount())
        .max()
        .orElseThrow();
  }

  private Optional<UsageReport> next(boolean last) {
    KeysSeen.Taken ofKeys = keys.take(MAX_LINES, last);
    var report =
        UsageReport.newBuilder()
            .addAllCounts(written(counts.take(MAX_LINES), UsageReporter::written))
            .addAllSeen(
                written(
                    last ? seen.takeLast(MAX_LINES) : seen.take(MAX_LINES), UsageReporter::written))
            .addAllKeys(written(ofKeys.uses(), UsageReporter::written))
            .addAllFailed(written(ofKeys.failures(), UsageReporter::written))
            .addAllRoutes(written(ofKeys.routes(), UsageReporter::written))
            .addAllExposed(written(exposed.take(MAX_EXPOSED), UsageReporter::written))
            .build();
    return lines(report) == 0
        ? Optional.empty()
        : Optional.of(report.toBuilder().setBatch(UUID.randomUUID().toString()).build());
  }

  private static <T, M> List<M> written(List<T> told, Function<T, M> write) {
    return told.stream().map(write).toList();
  }

  private static ExposedKey written(ExposedKeys.Exposed exposed) {
    return ExposedKey.newBuilder()
        .setApiKey(exposed.key().reveal())
        .setSourceAddress(exposed.origin().address().getHostAddress())
        .setRequestId(exposed.origin().requestId().toString())
        .build();
  }

  private static SeenCertificate written(LastSeen.Sighting sighting) {
    return SeenCertificate.newBuilder()
        .setSerial(sighting.serial())
        .setAtUnixMs(sighting.at().toEpochMilli())
        .setSourceAddress(sighting.from().getHostAddress())
        .build();
  }

  private static SeenKey written(KeysSeen.Use use) {
    return SeenKey.newBuilder()
        .setId(use.key().value())
        .setAtUnixMs(use.at().toEpochMilli())
        .setRoute(use.route())
        .setSourceAddress(use.from().getHostAddress())
        .setCertificateSerial(use.certificate().orElse(""))
        .build();
  }

  private static UsedRoute written(KeysSeen.RouteUse use) {
    return UsedRoute.newBuilder()
        .setKey(use.key().value())
        .setRoute(use.route())
        .setAtUnixMs(use.at().toEpochMilli())
        .build();
  }

  private static FailedKey written(KeysSeen.Failures failures) {
    return FailedKey.newBuilder()
        .setId(failures.key().value())
        .setCount(failures.count())
        .setLastAtUnixMs(failures.lastAt().toEpochMilli())
        .build();
  }

  private static UsageCount written(UsageCounts.Count count) {
    var consumer = count.consumer();
    return UsageCount.newBuilder()
        .setVersion(consumer.version().text())
        .setAccount(consumer.account())
        .setSubject(consumer.subject())
        .setCertificateSerial(consumer.certificate())
        .setEpochDay(consumer.day().toEpochDay())
        .setCalls(count.calls())
        .build();
  }
}
