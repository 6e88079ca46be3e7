package dev.giftwarden.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.apikey.Key.State;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.KeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("K10 when a key is valid")
class KeyTest {
  private static final Instant BEGIN = Instant.parse("2026-12-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-12-02T00:00:00Z");

  @Test
  @DisplayName("K10 refused one second before it begins, and from the second it ends on")
  void isValidBetweenItsEnds() {
    var key = key(Optional.empty());
    assertThat(key.stateAt(BEGIN.minusSeconds(1))).isEqualTo(State.NOT_YET_VALID);
    assertThat(key.stateAt(BEGIN)).isEqualTo(State.ACTIVE);
    assertThat(key.stateAt(END.minusSeconds(1))).isEqualTo(State.ACTIVE);
    assertThat(key.stateAt(END)).isEqualTo(State.EXPIRED);
    assertThat(key.stateAt(END.plusSeconds(1))).isEqualTo(State.EXPIRED);
  }

  @Test
  @DisplayName("K10 revoked stays revoked, whatever the clock says")
  void revokedStaysRevoked() {
    var key = key(Optional.of(BEGIN));
    for (var at : List.of(BEGIN.minusSeconds(1), BEGIN, END)) {
      assertThat(key.stateAt(at)).isEqualTo(State.REVOKED);
    }
  }

  private static Key key(Optional<Instant> revokedAt) {
    var rights =
        new KeyRights(
            Environment.LIVE,
            Set.of(Scope.GIFTS_READ),
            Set.of(),
            Set.of(),
            List.of(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            BEGIN,
            END);
    return new Key(
        new KeyId("abcdefghijkl"),
        new AccountId("acme"),
        "a key",
        rights,
        BEGIN,
        "x",
        Optional.empty(),
        Key.Lineage.NONE,
        revokedAt,
        Optional.empty(),
        1);
  }
}
