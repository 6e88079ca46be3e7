package dev.giftwarden.gift.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.gift.rounds.DueTable.Due;
import dev.giftwarden.gift.tenant.TenantScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final int TOGETHER = 100;

  private final List<Due> due = IntStream.range(0, 250).mapToObj(i -> due("acme-" + i, i)).toList();

  private static Due due(String account, int second) {
    return new Due(
        new TenantScope(new AccountId(account), Optional.empty(), Environment.LIVE),
        Instant.ofEpochSecond(second));
  }

  private List<Due> behind(Optional<Due> last) {
    int from = last.map(due::indexOf).orElse(-1) + 1;
    return due.subList(from, Math.min(from + TOGETHER, due.size()));
  }

  @Test
  @DisplayName(
      "G2 one look comes to all who are due, though some fail and others stay due for ever")
  void comesToAll() {
    List<TenantScope> seen = new ArrayList<>();
    var rounds =
        new Rounds(
            "test",
            Duration.ofMinutes(1),
            this::behind,
            scope -> {
              seen.add(scope);
              if (seen.size() % 3 == 0) {
                throw new IllegalStateException("the database has no room");
              }
              return false; // and it stays due
            });

    rounds.look();

    assertThat(seen).isEqualTo(due.stream().map(Due::scope).toList());
  }
}
