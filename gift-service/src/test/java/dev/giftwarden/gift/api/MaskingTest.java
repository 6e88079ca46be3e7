package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MaskingTest extends ApiTest {

  /// Each is somewhere in what [#gift] sends.
  private static final List<String> PERSONAL =
      List.of(
          "Anna", "Example", "anna", "example.org", "49301234567", "Hauptstra", "Berlin", "10115");

  @Test
  @DisplayName("K4 a default credential meets no personal data in any answer about a gift")
  void masks() {
    Partner acme = partner("mask-acme");
    Answer sent = sent(acme, openBudget(acme, 100), 1);
    String recipient = sent.json().path("recipientId").asText();

    List<Answer> answers =
        List.of(
            sent,
            acme.get("/v1/gifts/" + sent.id()),
            acme.get("/v1/gifts"),
            acme.get("/v1/gifts/" + sent.id() + "/status"),
            acme.get("/v1/recipients/" + recipient),
            acme.get("/v1/recipients"),
            acme.post("/v1/gifts/" + sent.id() + "/cancel", null));

    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isLessThan(300);
          assertThat(answer.text() + answer.headers()).doesNotContain(PERSONAL);
        });
    assertThat(sent.json().at("/recipient/name").asText()).isEqualTo("A***");
    assertThat(sent.json().at("/recipient/email").asText()).isEqualTo("a***@***");
    assertThat(sent.json().at("/recipient/phone").asText()).isEqualTo("***");
    assertThat(sent.json().at("/recipient/address").isNull()).isTrue();
    assertThat(sent.json().at("/recipient/masked").asBoolean()).isTrue();
    assertThat(sent.json().path("message").asText()).isEqualTo("***");
  }

  @Test
  @DisplayName("K4 the search for personal data finds it where it is planted")
  void findsPlanted() {
    Partner acme = partner("mask-acme");
    Answer sent = sent(acme, openBudget(acme, 100), 1);

    Answer revealed = clear("mask-acme").get("/v1/gifts/" + sent.id());

    assertThat(revealed.text()).contains(PERSONAL);
    assertThat(revealed.json().path("message").asText()).isEqualTo("Happy birthday, dear Anna");
  }

  @Test
  @DisplayName("K4 each person that is revealed leaves a record of its own")
  void recordsEachReveal() {
    Partner masked = partner("reveal-acme");
    String budget = openBudget(masked, 100);
    for (int i = 0; i < 3; i++) {
      sent(masked, budget, 1);
    }

    Answer gifts = clear("reveal-acme").get("/v1/gifts");
    List<String> people = gifts.json().path("items").findValuesAsText("recipientId");
    assertThat(people).hasSize(3);
    assertThat(revealed(4, gifts)).containsExactlyInAnyOrderElementsOf(people);

    Answer recipients = clear("reveal-acme").get("/v1/recipients");
    assertThat(revealed(4, recipients)).containsExactlyInAnyOrderElementsOf(people);

    Answer one = clear("reveal-acme").get("/v1/recipients/" + people.getFirst());
    assertThat(revealed(2, one)).containsExactly(people.getFirst());
  }

  /// Whom the records of `answer` say that it revealed.
  private List<String> revealed(int records, Answer answer) {
    return records(records, answer).stream()
        .filter(event -> event.action().equals("recipient.reveal"))
        .map(AuditEvent::target)
        .toList();
  }

  @Test
  @DisplayName("K5 filtering by e-mail address takes a credential that may see it, and is recorded")
  void refusesFilter() {
    partner("mask-acme");
    String filter = "/v1/recipients?email=anna@example.org";

    Answer refused = partner("mask-acme").get(filter);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem()).isEqualTo("pii-filter-requires-unmasked");
    assertThat(refused.text()).doesNotContain("anna");
    assertThat(records(1, refused))
        .singleElement()
        .satisfies((AuditEvent event) ->
            assertThat(event.reason()).isEqualTo("pii-filter-requires-unmasked"));
  }

  @Test
  @DisplayName("K5 a credential that may see it finds by e-mail address, however it is capitalised")
  void filters() {
    Partner acme = clear("filter-acme");
    acme.post("/v1/recipients", "{\"name\": \"Zoe Z\", \"email\": \"Zoe@example.org\"}");
    acme.post("/v1/recipients", "{\"name\": \"Max M\", \"email\": \"max@example.org\"}");

    Answer found = acme.get("/v1/recipients?email=zoe@EXAMPLE.org");

    assertThat(found.json().path("items").findValuesAsText("name")).containsExactly("Zoe Z");
  }

  @Test
  @DisplayName("K5 remembering somebody twice is no error that would tell who is known")
  void tellsNothingOfDuplicates() {
    Partner acme = partner("mask-acme");
    String body = "{\"name\": \"Zoe Z\", \"email\": \"zoe@example.org\"}";

    Answer first = acme.post("/v1/recipients", body);
    Answer second = acme.post("/v1/recipients", body);

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @Test
  @DisplayName("K4 a refusal repeats nothing of what was sent")
  void refusalsRepeatNothing() {
    Partner acme = partner("mask-acme");
    String body = gift(openBudget(acme, 100), 1);

    List<Answer> refused =
        List.of(
            acme.post("/v1/gifts", body.replace("anna@example.org", "anna.example.org")),
            acme.post("/v1/gifts", body.replace("+49301234567", "49301234567")),
            acme.post("/v1/gifts", body.replace("\"DE\"", "\"Berlin\"")),
            acme.post("/v1/gifts", body.replace("\"EUR\"", "\"Anna\"")),
            acme.post("/v1/gifts", body.replace("\"name\"", "\"Anna Example\"")),
            acme.post("/v1/gifts", body.replace("\"Anna Example\"", "{\"Anna\": 1}")),
            acme.post("/v1/gifts", body.replace("\"DE\"}", "\"DE\"")),
            acme.get("/v1/gifts/anna@example.org"),
            acme.get("/v1/gifts?Anna=Example"));

    assertThat(refused)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isBetween(400, 499);
          assertThat(answer.problem()).isNotEmpty();
          assertThat(answer.text() + answer.headers()).doesNotContain(PERSONAL);
        });
  }

  private Partner clear(String account) {
    return partner(account, TestToken::exposePii);
  }
}
