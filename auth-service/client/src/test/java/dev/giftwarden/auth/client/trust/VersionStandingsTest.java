package dev.giftwarden.auth.client.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.v1.VersionState;
import dev.giftwarden.auth.v1.VersionState.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VersionStandingsTest {
  private final VersionStandings standings = new VersionStandings();

  private static VersionState state(String version, Stage stage) {
    return VersionState.newBuilder()
        .setVersion(version)
        .setStage(stage)
        .setDeprecatedAtUnixMs(1_000)
        .setSunsetAtUnixMs(2_000)
        .setSuccessor("v7")
        .build();
  }

  @Test
  @DisplayName(
      "V4 V6 a version is what the feed said of it last; one that was never told is active")
  void lastWordCounts() {
    assertThat(standings.of(ApiVersion.V1)).isEqualTo(new VersionStanding.Active());
    standings.enter(state("v1", Stage.DEPRECATED));
    assertThat(standings.of(ApiVersion.V1))
        .isInstanceOfSatisfying(
            VersionStanding.Deprecated.class,
            told -> {
              assertThat(told.farewell().deprecatedAt().getEpochSecond()).isEqualTo(1);
              assertThat(told.farewell().sunsetAt().getEpochSecond()).isEqualTo(2);
              assertThat(told.farewell().successor()).as("unknown here").isEqualTo("v7");
            });
    standings.enter(state("v1", Stage.RETIRED));
    assertThat(standings.of(ApiVersion.V1)).isInstanceOf(VersionStanding.Retired.class);
    assertThat(standings.of(ApiVersion.V2)).isEqualTo(new VersionStanding.Active());
  }

  @Test
  @DisplayName(
      "V6 what the feed says of versions or in words that are not known here changes nothing")
  void ignoresTheUnknown() {
    standings.enter(state("v1", Stage.RETIRED));
    standings.enter(state("v9", Stage.RETIRED));
    standings.enter(state("v1", Stage.STAGE_UNSPECIFIED));
    standings.enter(state("v1", Stage.ACTIVE).toBuilder().setStageValue(17).build());
    assertThat(standings.of(ApiVersion.V1)).isInstanceOf(VersionStanding.Retired.class);
  }
}
