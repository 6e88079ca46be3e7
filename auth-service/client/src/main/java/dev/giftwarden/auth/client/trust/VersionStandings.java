package dev.giftwarden.auth.client.trust;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.trust.VersionStanding.Farewell;
import dev.giftwarden.auth.v1.VersionState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// What the feed has said of the API's versions. The last word counts: numbers of the feed are the
/// order of commits, and the database lets no version go back.
final class VersionStandings {
  private static final Logger LOG = Logger.getLogger(VersionStandings.class);

  private final Map<ApiVersion, VersionStanding> told = new ConcurrentHashMap<>();

  /// A version that this process does not know is none of its routes.
  void enter(VersionState state) {
    ApiVersion.find(state.getVersion())
        .ifPresent(version ->
            standing(state)
                .ifPresentOrElse(
                    standing -> told.put(version, standing),
                    () -> LOG.errorf("The trust feed says nothing sound of %s.", version.text())));
  }

  VersionStanding of(ApiVersion version) {
    return told.getOrDefault(version, new VersionStanding.Active());
  }

  private static Optional<VersionStanding> standing(VersionState state) {
    var farewell =
        new Farewell(
            Instant.ofEpochMilli(state.getDeprecatedAtUnixMs()),
            Instant.ofEpochMilli(state.getSunsetAtUnixMs()),
            state.getSuccessor());
    return switch (state.getStage()) {
      case ACTIVE -> Optional.of(new VersionStanding.Active());
      case DEPRECATED -> Optional.of(new VersionStanding.Deprecated(farewell));
      case RETIRED -> Optional.of(new VersionStanding.Retired(farewell));
      case STAGE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }
}
