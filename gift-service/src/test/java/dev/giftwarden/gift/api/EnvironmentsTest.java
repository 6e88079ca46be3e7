package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One account, two environments, and every route that there is.
@QuarkusTest
class EnvironmentsTest extends ApiTest {
  private static final String ACCOUNT = "environments-acme";

  /// In no answer by chance, and in each environment another.
  private static long amount(Environment environment) {
    return switch (environment) {
      case LIVE -> 987_654_321;
      case TEST -> 876_543_219;
    };
  }

  private static final String WEBHOOK =
      "{\"url\":\"https://hooks.acme.example/giftwarden\",\"events\":[\"gift.claimed\"]}";

  /// What makes something of the caller's own and names nothing that is there.
  private static final List<String> NAMES_NOTHING =
      List.of(
          "POST /v2/webhooks",
          "POST /v1/budgets",
          "POST /v2/budgets",
          "POST /v1/recipients",
          "POST /v2/recipients",
          "POST /v2/recipients/import");

  @Inject AccessTable access;

  /// What one environment has.
  private record Things(
      String budget,
      String gift,
      String recipient,
      String campaign,
      String webhook,
      String left,
      String before) {}

  @ParameterizedTest(name = "a key of {0}")
  @EnumSource
  @DisplayName("G7 K2 no route shows or changes anything of the other environment:")
  void apart(Environment mine) {
    Partner own = partner(ACCOUNT, token -> token.environment(mine));
    Environment others = mine == Environment.LIVE ? Environment.TEST : Environment.LIVE;
    Partner other = partner(ACCOUNT, token -> token.environment(others));
    Things there = things(other, amount(others));
    Map<String, String> wrong = new TreeMap<>();

    for (String route : access.routes()) {
      if (!NAMES_NOTHING.contains(route)) {
        fault(own, route, there).ifPresent(fault -> wrong.put(route, fault));
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(state(other, there.budget(), there.gift())).isEqualTo(there.before());
    assertThat(other.get("/v2/recipients/" + there.recipient()).json().has("erasedAt")).isFalse();
  }

  private static Things things(Partner partner, long amount) {
    String budget = openBudget(partner, amount);
    Answer gift = sent(partner, budget, 1);
    String recipient = gift.json().path("recipientId").asText();
    return new Things(
        budget,
        gift.id(),
        recipient,
        partner
            .post("/v2/campaigns", "{\"name\":\"Thanks\",\"budget\":\"%s\"}".formatted(budget))
            .id(),
        partner.post("/v2/webhooks", WEBHOOK).id(),
        Long.toString(amount - 1),
        state(partner, budget, gift.id()));
  }

  private static String state(Partner partner, String budget, String gift) {
    return partner.get("/v2/budgets/" + budget).text() + partner.get("/v2/gifts/" + gift).text();
  }

  private static Optional<String> fault(Partner own, String route, Things there) {
    String method = route.substring(0, route.indexOf(' '));
    String template = route.substring(route.indexOf(' ') + 1);
    String path =
        template.replace("{id}", id(template, there)).replace("{delivery}", "msg_" + NOWHERE);
    String body = body(route, there);
    Answer answer = own.send(method, path, body.isEmpty() ? null : body);
    boolean named =
        Stream.of(
                there.budget(),
                there.gift(),
                there.recipient(),
                there.campaign(),
                there.webhook(),
                there.left())
            .anyMatch(answer.text()::contains);
    boolean lists = method.equals("GET") && path.equals(template);
    boolean batch = template.endsWith("/batch");
    int wanted = lists || batch ? 200 : 404;
    boolean nothingSent = !batch || answer.json().path("sent").asInt() == 0;
    return answer.status() == wanted && !named && nothingSent
        ? Optional.empty()
        : Optional.of(answer.status() + " " + answer.text());
  }

  private static String id(String template, Things there) {
    return switch (template.split("/", -1)[2]) {
      case "gifts", "fulfilments" -> there.gift();
      case "budgets" -> there.budget();
      case "recipients" -> there.recipient();
      case "campaigns" -> there.campaign();
      case "webhooks" -> there.webhook();
      case "spending" -> "";
      case "collections" -> "of-nobody";
      default -> throw new AssertionError("say here what is behind " + template);
    };
  }

  private static String body(String route, Things there) {
    return switch (route) {
      case "POST /v1/gifts" -> gift(there.budget(), 1);
      case "POST /v2/gifts" -> BatchBodies.gift(there.budget());
      case "POST /v2/gifts/batch" ->
          BatchBodies.batch(
              "each",
              List.of(
                  BatchBodies.item("a", there.budget(), 1),
                  BatchBodies.toKnown("b", there.budget(), there.recipient())));
      case "POST /v2/campaigns" ->
          "{\"name\":\"Thanks\",\"budget\":\"%s\"}".formatted(there.budget());
      case "PATCH /v2/webhooks/{id}" -> "{\"active\":false}";
      case "PATCH /v2/campaigns/{id}" -> "{\"closed\":true}";
      case "POST /v2/fulfilments/{id}/ship" -> "{\"carrier\":\"DHL\"}";
      default -> "";
    };
  }
}
