package dev.giftwarden.auth.client.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Plan;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.id.ClientId;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UsageCountsTest {
  private final UsageCounts counts =
      new UsageCounts(InstantSource.fixed(Instant.parse("2026-11-29T23:59:59Z")));

  private static Caller.Partner partner(String account) {
    var id = new AccountId(account);
    return new Caller.Partner(
        new Subject.Client(id, new ClientId("erp")),
        id,
        Plan.STANDARD,
        Optional.empty(),
        Environment.LIVE,
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        new Origin(Optional.empty(), InetAddress.getLoopbackAddress(), new UUID(0, 0)));
  }

  private long sum() {
    return counts.take(Integer.MAX_VALUE).stream().mapToLong(UsageCounts.Count::calls).sum();
  }

  @Test
  @DisplayName("V9 calls are counted by version and caller, and taken once")
  void counts() {
    counts.count(ApiVersion.V1, partner("acme"));
    counts.count(ApiVersion.V1, partner("acme"));
    counts.count(ApiVersion.V2, partner("acme"));
    var taken = counts.take(10);
    assertThat(taken).extracting(UsageCounts.Count::calls).containsExactlyInAnyOrder(2L, 1L);
    assertThat(taken.getFirst().consumer().day()).isEqualTo("2026-11-29");
    assertThat(taken.getFirst().consumer().subject()).isEqualTo("client:acme/erp");
    assertThat(counts.take(10)).isEmpty();
  }

  @Test
  @DisplayName("V9 callers beyond what there is room for are counted together, and none is lost")
  void isBounded() {
    int callers = UsageCounts.MAX_CALLERS + 500;
    for (int i = 0; i < callers; i++) {
      counts.count(ApiVersion.V1, partner("account-" + i));
    }
    var taken = counts.take(Integer.MAX_VALUE);
    assertThat(taken).hasSizeLessThanOrEqualTo(UsageCounts.MAX_CALLERS + 1);
    assertThat(taken)
        .filteredOn(count -> count.consumer().account().isEmpty())
        .singleElement()
        .satisfies(others -> assertThat(others.calls()).isEqualTo(500));
    assertThat(taken.stream().mapToLong(UsageCounts.Count::calls).sum()).isEqualTo(callers);
  }

  @Test
  @DisplayName("V9 a call that comes while counts are taken is taken now or the next time")
  void losesNothing() throws InterruptedException {
    var taken = new AtomicLong();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            for (int call = 0; call < 20_000; call++) {
              counts.count(ApiVersion.V1, partner("acme"));
            }
          }));
    }
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        taken.addAndGet(sum());
      }
      thread.join();
    }
    assertThat(taken.addAndGet(sum())).isEqualTo(80_000);
  }
}
