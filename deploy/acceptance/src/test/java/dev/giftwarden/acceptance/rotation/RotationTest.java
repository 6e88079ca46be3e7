package dev.giftwarden.acceptance.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.acceptance.house.Eventually;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.bench.rotation.Doors;
import dev.giftwarden.bench.rotation.Load;
import dev.giftwarden.bench.rotation.Peers;
import dev.giftwarden.bench.rotation.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates replaced under load; `deploy/bench/run rotation` does it for five minutes.
class RotationTest {
  private static final House HOUSE = House.started();

  private static final int ROTATIONS = 3;

  /// A service looks every second; the rest is for a busy machine.
  private static final Duration FOLLOWED = Duration.ofSeconds(20);

  @TempDir private static Path folder;

  @Test
  @DisplayName(
      "C3 C9 every certificate of three services replaced under load: no call fails, every peer"
          + " sees the new one, and nobody is let in without")
  void rotates() throws IOException {
    Partner acme = Partner.enterprise(HOUSE, "rotated");
    Partner.Key key =
        acme.key(
            List.of("gifts:read", "gifts:send", "budgets:read", "budgets:write", "audit:read"));
    String budget = acme.budget(acme.token(key, "gift"), 100_000_00);
    Site site = new Site(HOUSE.home(), HOUSE.ports(), acme.account, "erp", key.secret(), budget);
    Peers peers = new Peers(site, HOUSE::superuser);
    Doors doors = new Doors(site, folder.resolve("strangers"));
    assertThat(doors.open()).isEmpty();
    Load load = Load.start(site, folder.resolve("load"));
    try (load) {
      for (int i = 0; i < ROTATIONS; i++) {
        HOUSE.stack().replaceCertificates();
        assertThat(Eventually.answers(FOLLOWED, List::isEmpty, () -> behind(peers))).isEmpty();
        assertThat(doors.open()).isEmpty();
      }
    }
    assertThat(load.failures()).isEmpty();
    assertThat(load.calls()).isGreaterThan(100);
  }

  private static List<String> behind(Peers peers) {
    try {
      return peers.behind();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
