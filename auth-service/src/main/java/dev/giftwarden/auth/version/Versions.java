package dev.giftwarden.auth.version;

import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.trust.VersionStanding.Farewell;
import dev.giftwarden.auth.idempotency.Act;
import dev.giftwarden.auth.idempotency.Idempotency;
import dev.giftwarden.auth.idempotency.Outcome;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Knows the versions of the API of gift and audit, and announces the end of one. Auth's own `/v1`
/// is not among them: whoever administers versions must not be shut out with one.
@ApplicationScoped
class Versions {
  private final VersionTable table;
  private final TrustTable trust;
  private final Idempotency idempotency;
  private final RecordTable records;
  private final InstantSource clock;

  Versions(
      VersionTable table,
      TrustTable trust,
      Idempotency idempotency,
      RecordTable records,
      InstantSource clock) {
    this.table = table;
    this.trust = trust;
    this.idempotency = idempotency;
    this.records = records;
    this.clock = clock;
  }

  /// Why no end is announced.
  sealed interface Objection {
    /// It ends already, and what partners were told stays.
    record Ending() implements Objection {}

    /// The successor is itself, or ends too.
    record NoSuccessor() implements Objection {}

    record SunsetPast() implements Objection {}
  }

  List<RegisteredVersion> all() {
    return table.all();
  }

  Outcome<RegisteredVersion, Objection> deprecate(
      Caller caller,
      ApiVersion version,
      Instant sunset,
      ApiVersion successor,
      Optional<IdempotencyKey> key) {
    var act = new Act(caller, "version.deprecate", Optional.empty());
    var now = clock.instant();
    var farewell = new Farewell(now, sunset.truncatedTo(ChronoUnit.MILLIS), successor.text());
    var request =
        new CanonicalRequest("giftwarden/version-deprecate/v1")
            .text(version.text())
            .number(farewell.sunsetAt().toEpochMilli())
            .text(farewell.successor());
    return idempotency.once(
        act,
        new Attempt(key, request, version.text(), now),
        () -> deprecate(act, version, farewell),
        target -> find(ApiVersion.of(target)));
  }

  private Outcome<RegisteredVersion, Objection> deprecate(
      Act act, ApiVersion version, Farewell farewell) {
    if (!farewell.sunsetAt().isAfter(farewell.deprecatedAt())) {
      return Outcome.refused(new Objection.SunsetPast());
    }
    var locked = table.lock();
    if (!isActive(version.text(), locked)) {
      return Outcome.refused(new Objection.Ending());
    }
    if (version.text().equals(farewell.successor()) || !isActive(farewell.successor(), locked)) {
      return Outcome.refused(new Objection.NoSuccessor());
    }
    table.deprecate(version, farewell);
    trust.tellOf(version);
    records.append(
        act.begin()
            .target(
                "version:%s sunset:%s successor:%s"
                    .formatted(version.text(), farewell.sunsetAt(), farewell.successor())));
    return Outcome.done(find(version).orElseThrow());
  }

  private Optional<RegisteredVersion> find(ApiVersion version) {
    return table.all().stream().filter(known -> known.id() == version).findFirst();
  }

  private static boolean isActive(String version, List<RegisteredVersion> among) {
    return among.stream().anyMatch(known -> known.id().text().equals(version) && known.isActive());
  }
}
