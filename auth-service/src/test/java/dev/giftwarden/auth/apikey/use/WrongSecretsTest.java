package dev.giftwarden.auth.apikey.use;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.usage.KeysSeen;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("K12 K15 wrong secrets are counted, each once, where there is such a key")
class WrongSecretsTest {
  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-30T12:00:00Z"));
  private final WrongSecrets wrong = new WrongSecrets(clock);
  private final KeysSeen seen = new KeysSeen(clock);

  private static KeyId id(int number) {
    return new KeyId("%012d".formatted(number));
  }

  @Test
  @DisplayName("K12 of ids that nobody has, nothing is told")
  void ofExistingKeys() {
    wrong.note(id(1), true);
    wrong.note(id(2), false);
    wrong.note(id(1), true);
    wrong.tell(seen);
    wrong.tell(seen);
    assertThat(seen.take(10, false).failures())
        .containsExactly(new KeysSeen.Failures(id(1), 2, clock.instant()));
  }

  @Test
  @DisplayName("K12 a flood costs ten thousand places, and leaves room again")
  void flood() {
    for (int i = 0; i < 50_000; i++) {
      wrong.note(id(i % 100), i % 2 == 0);
    }
    wrong.tell(seen);
    var counted = seen.take(1_000, false).failures();
    assertThat(counted).hasSize(50);
    assertThat(counted.stream().mapToLong(KeysSeen.Failures::count).sum()).isEqualTo(5_000);
    wrong.note(id(1_000), true);
    wrong.tell(seen);
    assertThat(seen.take(10, false).failures()).hasSize(1);
  }
}
