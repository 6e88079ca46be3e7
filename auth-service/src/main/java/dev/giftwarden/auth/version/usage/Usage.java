package dev.giftwarden.auth.version.usage;

import dev.giftwarden.auth.apikey.use.KeyUses;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.usage.ExposedKeys;
import dev.giftwarden.auth.client.usage.ExposedKeys.Exposed;
import dev.giftwarden.auth.inventory.Sightings;
import dev.giftwarden.auth.v1.UsageReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// Adds up what gift and audit report, and notes whom they saw. Each of these counts a report once,
/// so that one which was noted in part is sent again.
@ApplicationScoped
public class Usage {
  private final UsageTable table;
  private final Sightings sightings;
  private final KeyUses keys;
  private final ExposedKeys exposed;
  private final InstantSource clock;

  Usage(
      UsageTable table,
      Sightings sightings,
      KeyUses keys,
      ExposedKeys exposed,
      InstantSource clock) {
    this.table = table;
    this.sightings = sightings;
    this.keys = keys;
    this.exposed = exposed;
    this.clock = clock;
  }

  /// @return why it will never be taken; empty: it counts, now or since it first came
  public Optional<String> report(UsageReport report, Caller.Service service) {
    return switch (UsageReading.of(report, today())) {
      case UsageReading.Malformed(String why) -> Optional.of(why);
      case UsageReading.Good good -> {
        table.add(service.id().name(), good.batch(), good.counts());
        sightings.note(good.seen());
        keys.note(Audience.of(service.id().name()), good.batch(), good.keys());
        good.exposed()
            .forEach(each ->
                exposed.add(new Exposed(each.key(), each.origin(), Optional.of(service.id()))));
        yield Optional.empty();
      }
    };
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /// The last thirty days and today.
  public UsageTable.Span lately() {
    return new UsageTable.Span(today().minusDays(30), today());
  }
}
