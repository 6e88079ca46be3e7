package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two versions over one domain. What version 2 answers in full is in `golden/v2`.
@QuarkusTest
class VersionsTest extends ApiTest {

  private static final List<String> PERSONAL =
      List.of("Anna", "Example", "anna", "example.org", "49301234567", "Hauptstra", "Berlin");

  @Inject AccessTable table;

  static String giftV2(String budget, long amount) {
    return """
    {"budget": "%s", "value": {"amount": %d, "currency": "EUR"},
     "recipientData": {"name": "Anna Example", "email": "anna@example.org",
       "phone": "+49301234567",
       "address": {"line1": "Hauptstraße 1", "city": "Berlin", "postalCode": "10115",
         "country": "DE"}},
     "message": "Happy birthday, dear Anna"}
    """
        .formatted(budget, amount);
  }

  private static Answer sentV2(Partner partner, String budget, long amount) {
    Answer answer = partner.post("/v2/gifts", giftV2(budget, amount));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }

  @Test
  @DisplayName("V1 a token that grants one version gets 403 on every route of the other, recorded")
  void versionsAreGranted() {
    for (ApiVersion granted : ApiVersion.values()) {
      Partner partner = partner("acme", token -> token.versions(granted));
      for (String route : table.routes()) {
        String path = route.split(" ")[1].replaceAll("\\{[^}]+}", NOWHERE);
        String type = path.endsWith("/import") ? "text/csv" : "application/json";
        boolean may = path.startsWith("/" + granted.text() + "/");

        Answer answer = partner.with("Content-Type", type).send(route.split(" ")[0], path, null);

        if (may) {
          assertThat(answer.status()).as(route).isNotIn(401, 403);
        } else {
          assertThat(answer.outcome()).as(route).isEqualTo("403 version-not-granted");
        }
      }
      Answer refused = partner.get(granted == ApiVersion.V1 ? "/v2/gifts" : "/v1/gifts");
      assertThat(records(1, refused))
          .singleElement()
          .satisfies((AuditEvent event) -> {
            assertThat(event.reason()).isEqualTo("version");
            assertThat(event.apiVersion()).isNotEqualTo(granted.text()).isNotEmpty();
          });
    }
  }

  @ParameterizedTest(name = "A1 {0}")
  @ValueSource(strings = {"v1", "v2"})
  @DisplayName("A1 what is done and what is read is recorded with the version that it was done by:")
  void recordsTheVersion(String version) {
    Partner acme = partner("acme");
    Answer done =
        acme.post(
            "/" + version + "/recipients", "{\"name\": \"Zoe\", \"email\": \"z@example.org\"}");
    Answer read = acme.get("/" + version + "/recipients/" + done.id());

    for (Answer answer : List.of(done, read)) {
      assertThat(records(1, answer))
          .singleElement()
          .satisfies((AuditEvent event) -> assertThat(event.apiVersion()).isEqualTo(version));
    }
  }

  @Test
  @DisplayName("V2 what one version made the other shows, to the same state and money")
  void showsTheSame() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    Answer old = sent(acme, budget, 30);
    String sentAt = old.json().path("sentAt").asText();

    JsonNode gift = acme.get("/v2/gifts/" + old.id()).json();
    assertThat(gift.at("/value/amount").asLong()).isEqualTo(30);
    assertThat(gift.path("recipient")).isEqualTo(old.json().path("recipientId"));
    assertThat(gift.path("timeline").toString())
        .isEqualTo("[{\"state\":\"sent\",\"at\":\"" + sentAt + "\"}]");

    JsonNode cancelled = acme.post("/v2/gifts/" + old.id() + "/cancel", null).json();
    assertThat(cancelled.path("state").asText()).isEqualTo("cancelled");
    assertThat(cancelled.at("/timeline/0/at").asText()).isEqualTo(sentAt);
    assertThat(acme.get("/v1/gifts/" + old.id()).json().path("cancelledAt"))
        .isEqualTo(cancelled.at("/timeline/1/at"));
    assertThat(acme.get("/v2/budgets/" + budget).json().at("/available/amount").asLong())
        .isEqualTo(100);
  }

  @Test
  @DisplayName("E2 V2 a retry in the other version is a replay, in that version's form")
  void retriesAcrossVersions() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    Partner once = acme.with("Idempotency-Key", UUID.randomUUID().toString());
    Answer first = sent(once, budget, 40);

    Answer again = sentV2(once, budget, 40);
    Answer other = once.post("/v2/gifts", giftV2(budget, 41));

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.headers()).containsEntry("Idempotent-Replayed", "true");
    assertThat(again.json().at("/value/amount").asLong()).isEqualTo(40);
    assertThat(other.outcome()).isEqualTo("422 idempotency-key-reused");
    assertThat(available(acme, budget)).isEqualTo(60);
  }

  @Test
  @DisplayName("G3 V2 more than a budget has left is refused in both versions")
  void neverOverspends() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    sentV2(acme, budget, 60);

    assertThat(acme.post("/v2/gifts", giftV2(budget, 41)).outcome())
        .isEqualTo("402 budget-exhausted");
    assertThat(acme.post("/v1/gifts", gift(budget, 41)).outcome())
        .isEqualTo("402 budget-exhausted");
    assertThat(available(acme, budget)).isEqualTo(40);
  }

  @Test
  @DisplayName("K4 V2 a default credential meets no personal data, expanded or not")
  void masks() {
    Partner acme = partner("mask-v2");
    Answer sent = sentV2(acme, openBudget(acme, 100), 1);
    String recipient = sent.json().path("recipient").asText();

    List<Answer> answers =
        List.of(
            sent,
            acme.get("/v2/gifts/" + sent.id()),
            acme.get("/v2/gifts/" + sent.id() + "?expand=recipient"),
            acme.get("/v2/gifts?expand=recipient"),
            acme.get("/v2/gifts/" + sent.id() + "/status"),
            acme.get("/v2/recipients/" + recipient),
            acme.get("/v2/recipients"),
            acme.post("/v2/gifts/" + sent.id() + "/cancel", null));

    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isLessThan(300);
          assertThat(answer.text() + answer.headers()).doesNotContain(PERSONAL);
        });
    assertThat(answers.get(2).json().at("/recipient/name").asText()).isEqualTo("A***");
    assertThat(answers.get(2).json().at("/recipient/masked").asBoolean()).isTrue();
    assertThat(seeing("mask-v2").get("/v2/gifts?expand=recipient").text()).contains(PERSONAL);
  }

  @Test
  @DisplayName(
      "K4 V2 who is shown, or was written to in what is shown, is on record, and nobody else")
  void recordsReveals() {
    Partner masked = partner("reveal-v2");
    String budget = openBudget(masked, 100);
    String recipient = sentV2(masked, budget, 1).json().path("recipient").asText();
    String silent =
        masked
            .post(
                "/v2/gifts",
                "{\"budget\": \"%s\", \"value\": {\"amount\": 1, \"currency\": \"EUR\"}, \"recipient\": \"%s\"}"
                    .formatted(budget, recipient))
            .id();
    Partner seeing = seeing("reveal-v2");

    Answer reference = seeing.get("/v2/gifts/" + silent);
    Answer expanded = seeing.get("/v2/gifts/" + silent + "?expand=recipient");
    Answer list = seeing.get("/v2/gifts");
    Answer all = seeing.get("/v2/gifts?expand=recipient");

    assertThat(actions(1, reference)).containsExactly("gift.read");
    assertThat(actions(2, expanded)).containsExactlyInAnyOrder("recipient.reveal", "gift.read");
    assertThat(list.text()).contains("dear Anna");
    assertThat(actions(2, list)).containsExactlyInAnyOrder("recipient.reveal", "gift.list");
    assertThat(actions(3, all))
        .containsExactlyInAnyOrder("recipient.reveal", "recipient.reveal", "gift.list");
  }

  private List<String> actions(int records, Answer answer) {
    return records(records, answer).stream().map(AuditEvent::action).toList();
  }

  @Test
  @DisplayName("K2 V2 another account's ids are answered as those that do not exist")
  void tellsNothingOfOthers() {
    Partner acme = partner("acme");
    Answer sent = sentV2(acme, openBudget(acme, 100), 1);
    Partner other = partner("bluebird");

    for (String path :
        List.of(
            "/v2/gifts/" + sent.id(),
            "/v2/gifts/" + sent.id() + "?expand=recipient",
            "/v2/gifts/" + sent.id() + "/status",
            "/v2/budgets/" + sent.json().path("budget").asText(),
            "/v2/recipients/" + sent.json().path("recipient").asText())) {
      Answer foreign = other.get(path);
      Answer nowhere = other.get(path.replaceAll("_[0-9A-Za-z]{22}", "_" + NOWHERE));
      assertThat(foreign.outcome()).as(path).isEqualTo("404 not-found");
      assertThat(anonymous(foreign)).isEqualTo(anonymous(nowhere));
    }
    assertThat(other.post("/v2/gifts/" + sent.id() + "/cancel", null).outcome())
        .isEqualTo("404 not-found");
    assertThat(acme.get("/v2/gifts/" + sent.id()).json().path("state").asText()).isEqualTo("sent");
  }

  private static String anonymous(Answer answer) {
    return answer.text().replace(answer.headers().getOrDefault("X-Request-Id", "?"), "");
  }

  @Test
  @DisplayName("K3 V2 a credential that may only read sends and cancels nothing")
  void readersDoNotSpend() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    String gift = sentV2(acme, budget, 1).id();
    Partner reader = partner("acme", token -> token.scopes(Scope.GIFTS_READ, Scope.BUDGETS_READ));

    assertThat(reader.get("/v2/gifts/" + gift).status()).isEqualTo(200);
    for (Answer refused :
        List.of(
            reader.post("/v2/gifts", giftV2(budget, 1)),
            reader.post("/v2/gifts/" + gift + "/cancel", null))) {
      assertThat(refused.outcome()).isEqualTo("403 insufficient-scope");
    }
    assertThat(available(acme, budget)).isEqualTo(99);
  }

  @Test
  @DisplayName("E4 V2 the Link header leads through a whole list, with what else was asked for")
  void linksPages() {
    Partner acme = partner("paging-v2", TestToken::exposePii);
    for (String name : List.of("zoe", "Zoe", "ZOE", "max")) {
      acme.post(
          "/v2/recipients",
          "{\"name\": \"%s\", \"email\": \"%s@example.org\"}".formatted(name, name));
    }
    var seen = new ArrayList<String>();
    String path = "/v2/recipients?email=zoe%40example.org&limit=1";
    while (!path.isEmpty()) {
      Answer page = acme.get(path);
      assertThat(page.status()).as(page.text()).isEqualTo(200);
      seen.addAll(page.json().path("data").findValuesAsText("name"));
      String link = page.headers().getOrDefault("Link", "");
      assertThat(link.isEmpty()).isEqualTo(page.json().path("next").isNull());
      path = link.replaceAll("<(.*)>; rel=\"next\"", "$1");
    }
    assertThat(seen).containsExactlyInAnyOrder("ZOE", "Zoe", "zoe");
  }

  @Test
  @DisplayName("E4 V2 a place in a list of one version is none in the other")
  void refusesForeignCursors() {
    Partner acme = partner("acme");
    openBudget(acme, 1);
    openBudget(acme, 1);
    for (List<String> versions : List.of(List.of("v1", "v2"), List.of("v2", "v1"))) {
      String mine = "/" + versions.getFirst() + "/budgets?limit=1";
      String next = acme.get(mine).json().path("next").asText();

      Answer refused = acme.get("/" + versions.getLast() + "/budgets?cursor=" + next);

      assertThat(acme.get(mine + "&cursor=" + next).status()).isEqualTo(200);
      assertThat(refused.outcome()).isEqualTo("400 malformed-request");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("cursor");
    }
  }

  private Partner seeing(String account) {
    return partner(account, TestToken::exposePii);
  }
}
