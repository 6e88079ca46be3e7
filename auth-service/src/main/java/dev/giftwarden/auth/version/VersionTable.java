package dev.giftwarden.auth.version;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.trust.VersionStanding;
import dev.giftwarden.auth.client.trust.VersionStanding.Farewell;
import dev.giftwarden.edge.database.Database;
import dev.giftwarden.edge.database.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The registry of versions. That none goes back, the database sees to.
@ApplicationScoped
public class VersionTable {
  private static final String ALL =
      """
      select id, state, deprecated_at, sunset_at, successor, retired_at from api_version
      order by id
      """;

  private static final String LOCK = ALL + " for update";

  private static final String KEEP =
      "select id, state from api_version where id = any(:versions::text[]) order by id for share";

  private static final String DEPRECATE =
      """
      update api_version set state = 'deprecated',
        deprecated_at = :now, sunset_at = :sunset, successor = :successor
      where id = :id
      """;

  private static final String RETIRE =
      "update api_version set state = 'retired', retired_at = :now where id = :id";

  private final Database database;

  VersionTable(Database database) {
    this.database = database;
  }

  List<RegisteredVersion> all() {
    return registered(ALL);
  }

  /// Nobody changes where a version stands, or grants one, until this transaction ends.
  @Transactional(Transactional.TxType.MANDATORY)
  List<RegisteredVersion> lock() {
    return registered(LOCK);
  }

  private List<RegisteredVersion> registered(String statement) {
    return database.sql(statement).list(VersionTable::read).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /// Which of `versions` end or have ended, and so are granted to nobody any more. Where they stand
  /// stays so until this transaction ends, which grants them.
  @Transactional(Transactional.TxType.MANDATORY)
  public Set<ApiVersion> endingAmong(Collection<ApiVersion> versions) {
    if (versions.isEmpty()) {
      return Set.of();
    }
    var ending = EnumSet.copyOf(versions);
    database
        .sql(KEEP)
        .set("versions", versions.stream().map(ApiVersion::text).toArray(String[]::new))
        .list(row -> row.text("state").equals("active") ? row.text("id") : "")
        .forEach(active -> ApiVersion.find(active).ifPresent(ending::remove));
    return ending;
  }

  /// Where each stands now, for reports: whoever grants one asks [#endingAmong].
  public Map<ApiVersion, VersionStanding> standings() {
    return all().stream()
        .collect(Collectors.toMap(RegisteredVersion::id, RegisteredVersion::standing));
  }

  void deprecate(ApiVersion version, Farewell farewell) {
    database
        .sql(DEPRECATE)
        .set("now", farewell.deprecatedAt())
        .set("sunset", farewell.sunsetAt())
        .set("successor", farewell.successor())
        .set("id", version.text())
        .update();
  }

  void retire(ApiVersion version, Instant now) {
    database.sql(RETIRE).set("now", now).set("id", version.text()).update();
  }

  /// Empty for a version that a later release has brought.
  private static Optional<RegisteredVersion> read(Row row) {
    return ApiVersion.find(row.text("id"))
        .map(id -> new RegisteredVersion(id, standing(row), row.optionalInstant("retired_at")));
  }

  private static VersionStanding standing(Row row) {
    return switch (row.text("state")) {
      case "active" -> new VersionStanding.Active();
      case "deprecated" -> new VersionStanding.Deprecated(farewell(row));
      default -> new VersionStanding.Retired(farewell(row));
    };
  }

  private static Farewell farewell(Row row) {
    return new Farewell(
        row.instant("deprecated_at"), row.instant("sunset_at"), row.text("successor"));
  }
}
