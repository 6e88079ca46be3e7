package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.gift.testing.Visitor;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Who somebody is has no influence on what a caller gets to see who may see nobody: two accounts
/// that differ in that alone answer alike, byte for byte.
@QuarkusTest
class NonInterferenceTest extends ApiTest {

  private static final long SEED = Long.getLong("giftwarden.seed", 20261130);
  private static final int STEPS = 2_000;
  private static final int PEOPLE = 30;

  @Inject AccessTable table;

  /// Two accounts, and what is asked of both.
  private record Experiment(Half left, Half right, List<MaskedScript.Step> steps) {}

  private Experiment settled(String name, UnaryOperator<TestToken> sight) {
    List<People.Somebody> ofLeft = People.some(PEOPLE, new Random(SEED), 3);
    List<People.Somebody> ofRight = People.some(PEOPLE, new Random(SEED + 1), 2);
    List<People.Somebody> all = new ArrayList<>(ofLeft);
    all.addAll(ofRight);
    List<String> routes = table.routes().stream().sorted().toList();
    return new Experiment(
        half(name + "-left", ofLeft, sight),
        half(name + "-right", ofRight, sight),
        new MaskedScript(new Random(SEED + 2), routes, all).steps(STEPS));
  }

  private Half half(String account, List<People.Somebody> people, UnaryOperator<TestToken> sight) {
    var half = new Half(partner(account, sight), new Visitor(stack()), people);
    half.settle(partner(account, TestToken::exposePii));
    return half;
  }

  @Test
  @DisplayName("K5 two accounts that differ in their people alone cannot be told apart by a mask")
  void differInNothing() throws Exception {
    System.out.println("seed " + SEED);
    Map<String, Integer> outcomes = new TreeMap<>();
    Experiment both = settled("k5", token -> token);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (MaskedScript.Step step : both.steps()) {
        Future<String> there = threads.submit(() -> both.right().take(step));
        String here = both.left().take(step);
        assertThat(there.get()).as("%s", step).isEqualTo(here);
        outcomes.merge(here.lines().findFirst().orElse(""), 1, Integer::sum);
      }
    }
    System.out.println("K5 outcomes " + outcomes);
    assertThat(outcomes)
        .containsKeys("200", "201", "204", "303", "400", "402", "403", "404", "409", "422");
  }

  @Test
  @DisplayName("K5 the same requests of a caller who may see people tell the two apart at once")
  void findsALeak() {
    Experiment both = settled("k5-seeing", TestToken::exposePii);

    assertThat(
            both.steps().stream()
                .limit(40)
                .filter(step -> !both.left().take(step).equals(both.right().take(step))))
        .isNotEmpty();
  }
}
