package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.money.CurrencyCode;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.auth.client.money.SpendLimit;
import dev.giftwarden.auth.client.money.SpendPeriod;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Forgetful;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.gift.testing.Visitor;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What one tenant has, asked for by every other, on every route and in every table: once as the
/// service is, and once with its own conditions taken out of its statements.
@QuarkusTest
class ForeignIdsTest extends ApiTest {

  private static final String ACCOUNT = "foreign-acme";
  private static final String DELIVERY = "{delivery}";

  /// Of no tenant: what is there is there for all.
  private static final String EVERYBODYS = "GET /v2/collections";

  /// Where `{}` is malformed.
  private static final Map<String, String> BODIES =
      Map.of(
          "POST /v2/fulfilments/{id}/ship", "{\"carrier\":\"DHL\"}",
          "PATCH /v2/campaigns/{id}", "{\"closed\":true}",
          "PATCH /v2/webhooks/{id}", "{\"active\":false}");

  @Inject AccessTable table;
  @Inject Forgetful forgetful;

  /// What `{id}` is in a path, by what is before it. A new kind of thing has one here too.
  private final Map<String, String> things = new TreeMap<>();

  private Partner sales;

  @BeforeEach
  void haveOneOfEach() {
    var limit =
        new SpendLimit(new MinorUnits(10_000), CurrencyCode.of("EUR"), SpendPeriod.ONCE, null);
    sales = partner(ACCOUNT, token -> token.subAccounts("sales").spending("Foreign00001", limit));
    String budget = openBudget(sales, 100);
    Answer sent = sent(sales.with("Idempotency-Key", UUID.randomUUID().toString()), budget, 10);
    things.put("budgets", budget);
    things.put("gifts", sent.id());
    things.put("recipients", sent.json().path("recipientId").asText());
    things.put("fulfilments", claimed(budget));
    things.put(
        "campaigns", made("/v2/campaigns", "{\"name\":\"A\",\"budget\":\"" + budget + "\"}"));
    String webhook =
        made(
            "/v2/webhooks",
            "{\"url\":\"https://hooks.acme.example/\",\"events\":[\"gift.sent\"],\"subAccount\":\"sales\"}");
    things.put("webhooks", webhook);
    things.put(DELIVERY, made("/v2/webhooks/" + webhook + "/test", null));
  }

  private String made(String path, @Nullable String body) {
    Answer made = sales.post(path, body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.id();
  }

  private String thing(String kind) {
    return Objects.requireNonNull(things.get(kind), kind);
  }

  private String claimed(String budget) {
    String gift = sent(sales, budget, 10).id();
    String url = sales.post("/v2/gifts/" + gift + "/link", null).json().path("url").asText();
    new Visitor(stack())
        .post(
            url.substring(url.lastIndexOf('/')) + "/claim",
            "name=Ada&line1=1+Dorset+Street&city=London&country=gb");
    return gift;
  }

  @AfterEach
  void remember() {
    forgetful.remember();
  }

  private Map<String, Partner> others() {
    return Map.of(
        "another sub-account", partner(ACCOUNT, token -> token.subAccounts("hr-dept")),
        "another account", partner("foreign-bluebird"),
        "the live environment", partner(ACCOUNT, token -> token.environment(Environment.LIVE)));
  }

  @ParameterizedTest(name = "K2 forgetting: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName(
      "K2 no route tells another's from what is not there, nor does row-level security alone:")
  void isAsIfItWereNotThere(boolean forget) {
    Map<String, Partner> others = others();
    if (forget) {
      forgetful.forget();
    }
    for (String route : table.routes()) {
      if (route.contains("{") && !route.startsWith(EVERYBODYS)) {
        String kind = route.split("/")[2];
        assertThat(things).as("make one of what %s is about", route).containsKey(kind);
        String id = thing(kind);
        String none = id.substring(0, 4) + NOWHERE;
        int before = forgetful.forgotten();
        others.forEach((who, other) ->
            same(who + ": " + route, call(other, route, id), call(other, route, none)));
        assertThat(forgetful.forgotten() > before).as(route).isEqualTo(forget);
      }
    }
    others.forEach(this::refusesInBodies);
    forgetful.remember();
    assertThat(available(sales, thing("budgets"))).isEqualTo(80);
    assertThat(sales.get("/v2/fulfilments/" + thing("fulfilments")).text()).contains("\"claimed\"");
  }

  private void refusesInBodies(String who, Partner other) {
    String own = openBudget(other, 5);
    String to =
        "{\"budget\":\"%s\",\"value\":{\"amount\":1,\"currency\":\"EUR\"},\"recipient\":\"%s\"}";
    same(
        who,
        other.post("/v1/gifts", gift(thing("budgets"), 1)),
        other.post("/v1/gifts", gift("bud_" + NOWHERE, 1)));
    same(
        who,
        other.post("/v2/gifts", to.formatted(own, thing("recipients"))),
        other.post("/v2/gifts", to.formatted(own, "rcp_" + NOWHERE)));
  }

  @ParameterizedTest(name = "K2 forgetting: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName(
      "K2 no list has anything of another's, nor has one that row-level security alone made:")
  void listsAreApart(boolean forget) {
    Map<String, Partner> others = others();
    if (forget) {
      forgetful.forget();
    }
    others.forEach((who, other) -> {
      for (String route : table.routes()) {
        if (route.startsWith("GET ") && !route.contains("{")) {
          String list = other.get(route.substring(4)).text();
          assertThat(list).as(who + ": " + route).doesNotContain(things.values());
        }
      }
    });
  }

  @Test
  @DisplayName(
      "K2 what forgets, forgets: with the row-level security of its owner a budget is shown")
  void forgetsIndeed() {
    Partner other = partner("foreign-bluebird");
    forgetful.forget();
    String path = "/v2/budgets/" + thing("budgets");
    assertThat(other.get(path).status()).isEqualTo(404);

    forgetful.enterAlways(ACCOUNT);
    assertThat(other.get(path).status()).isEqualTo(200);
  }

  private Answer call(Partner partner, String route, String id) {
    String[] words = route.split(" ");
    @Nullable String body =
        BODIES.containsKey(route) ? BODIES.get(route) : words[0].equals("POST") ? "{}" : null;
    String path = words[1].replace("{id}", id).replace(DELIVERY, thing(DELIVERY));
    return partner.send(words[0], path, body);
  }

  private static void same(String what, Answer answer, Answer ofNothing) {
    assertThat(answer.status()).as(what + answer.text()).isEqualTo(404);
    assertThat(apartFromRequest(answer)).as(what).isEqualTo(apartFromRequest(ofNothing));
  }

  private static ObjectNode apartFromRequest(Answer answer) {
    ObjectNode body = answer.json().deepCopy();
    body.remove("instance");
    body.remove("requestId");
    return body;
  }

  /// Tables of tenants, and whether their rows say which sub-account.
  private static Map<String, Boolean> tables(Connection connection) throws SQLException {
    Map<String, Boolean> tables = new TreeMap<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                """
                select relname, relrowsecurity and relforcerowsecurity as guarded,
                       exists (select from pg_attribute where attrelid = pg_class.oid
                                  and attname = 'account') as owned,
                       exists (select from pg_attribute where attrelid = pg_class.oid
                                  and attname = 'sub_account') as in_sub_accounts
                  from pg_class
                 where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                """);
        ResultSet row = statement.executeQuery()) {
      List<String> ownerless = new ArrayList<>();
      while (row.next()) {
        String name = row.getString("relname");
        if (row.getBoolean("owned")) {
          assertThat(row.getBoolean("guarded")).as("row-level security on %s", name).isTrue();
          tables.put(name, row.getBoolean("in_sub_accounts"));
        } else {
          ownerless.add(name);
        }
      }
      assertThat(ownerless)
          .containsExactlyInAnyOrder(
              "audit_outbox",
              "flyway_schema_history",
              "webhook_sender",
              // The same for everybody, and says nothing of anybody.
              "collection",
              "collection_band",
              "product",
              "product_price");
    }
    return tables;
  }

  @Test
  @DisplayName(
      "K2 each table there is shows its rows to whoever entered their tenant, and to no other")
  void tablesAreApart() throws SQLException {
    try (Connection connection = GiftDatabase.as("gift")) {
      Map<String, Boolean> tables = tables(connection);
      assertThat(tables.keySet()).containsAll(Set.of("gift", "recipient", "budget", "delivery"));
      for (Map.Entry<String, Boolean> table : tables.entrySet()) {
        String count =
            "select count(*) from %s where account = '%s'".formatted(table.getKey(), ACCOUNT);
        assertThat(entered(connection, ACCOUNT, "test", "sales", count))
            .as("have a row in %s", table.getKey())
            .isPositive();
        assertThat(entered(connection, ACCOUNT, "live", "*", count)).as(count).isZero();
        assertThat(entered(connection, "foreign-bluebird", "test", "*", count)).as(count).isZero();
        assertThat(entered(connection, "", "", "", count)).as(count).isZero();
        if (table.getValue()) {
          assertThat(entered(connection, ACCOUNT, "test", "hr-dept", count)).as(count).isZero();
        }
      }
    }
  }

  private static long entered(
      Connection connection, String account, String environment, String subAccounts, String sql)
      throws SQLException {
    GiftDatabase.enter(connection, account, environment, subAccounts);
    long rows = GiftDatabase.number(connection, sql);
    connection.rollback();
    return rows;
  }
}
