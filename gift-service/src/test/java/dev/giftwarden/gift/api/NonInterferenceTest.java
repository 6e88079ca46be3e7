package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.gift.testing.Shop;
import dev.giftwarden.gift.testing.Visitor;
import dev.giftwarden.gift.webhook.send.Endpoints;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Who somebody is has no influence on what a caller gets to see who may see nobody: two accounts
/// that differ in that alone answer alike, byte for byte.
@QuarkusTest
class NonInterferenceTest extends ApiTest {

  private static final long SEED = Long.getLong("giftwarden.seed", 20261130);
  private static final int STEPS = 2_000;
  private static final int PEOPLE = 30;
  private static final String MASKED = "/masked";
  private static final String SEEING = "/seeing";

  /// Always to be had: a form that is shown again would say again who typed it.
  private static final String SHOP =
      """
      {"collections": [{"id": "cheap", "name": "Cheap", "products": [
        {"sku": "CUP", "name": "A cup", "prices": [{"amount": 5, "currency": "EUR"}]}]}]}
      """;

  @Inject AccessTable table;
  @Inject Keys keys;

  /// A machine for each account, so that their endpoints have the same names.
  private final Map<String, Endpoints> endpoints = new TreeMap<>();

  @AfterEach
  void close() throws SQLException {
    endpoints.values().forEach(Endpoints::close);
    try (Connection postgres = GiftDatabase.as("postgres")) {
      GiftDatabase.update(postgres, "delete from webhook where account like 'k5%'");
      postgres.commit();
    }
  }

  /// Two accounts, and what is asked of both.
  private record Experiment(Half left, Half right, List<MaskedScript.Step> steps) {}

  private Experiment settled(String name, UnaryOperator<TestToken> sight) {
    assertThat(Shop.keep(SHOP).err()).isEmpty();
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
    tell(account, "");
    var half = new Half(partner(account, sight), new Visitor(stack()), people);
    half.settle(partner(account, TestToken::exposePii));
    return half;
  }

  /// Has the account told, from now on, what becomes of its gifts.
  private void tell(String account, String more) {
    Partner owner = partner(account, more.isEmpty() ? token -> token : TestToken::exposePii);
    Answer made =
        owner.post(
            "/v2/webhooks",
            """
            {"url":"https://hooks.acme.example","events":["gift.viewed","gift.claimed",
             "gift.shipped","gift.declined","gift.cancelled"]%s}
            """
                .formatted(more));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    try (Connection postgres = GiftDatabase.as("postgres")) {
      // No partner may name this machine.
      GiftDatabase.update(
          postgres,
          "update webhook set url = ? where id = ?",
          at(account).url(more.isEmpty() ? MASKED : SEEING),
          made.id());
      postgres.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Endpoints at(String account) {
    return endpoints.computeIfAbsent(account, _ -> new Endpoints());
  }

  private List<String> told(Half half, String account, String path) {
    at(account).send(keys);
    return half.told(at(account).bodies(path));
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

    List<String> told = told(both.left(), "k5-left", MASKED);
    System.out.println("K5 told " + told.size());
    assertThat(told).hasSizeGreaterThan(60);
    assertThat(told(both.right(), "k5-right", MASKED)).isEqualTo(told);
  }

  @Test
  @DisplayName("K5 the same requests of a caller who may see people tell the two apart at once")
  void findsALeak() {
    String opened = ",\"exposePii\":true,\"piiReason\":\"prints labels\"";
    tell("k5-seeing-left", opened);
    tell("k5-seeing-right", opened);
    Experiment both = settled("k5-seeing", TestToken::exposePii);

    assertThat(told(both.left(), "k5-seeing-left", SEEING))
        .isNotEmpty()
        .isNotEqualTo(told(both.right(), "k5-seeing-right", SEEING));
    assertThat(told(both.left(), "k5-seeing-left", MASKED))
        .isNotEmpty()
        .isEqualTo(told(both.right(), "k5-seeing-right", MASKED));
    assertThat(
            both.steps().stream()
                .limit(40)
                .filter(step -> !both.left().take(step).equals(both.right().take(step))))
        .isNotEmpty();
  }
}
