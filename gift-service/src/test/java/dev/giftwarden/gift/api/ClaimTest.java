package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.gift.testing.Visitor;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A recipient with a link, a browser, and nothing else.
@QuarkusTest
class ClaimTest extends ApiTest {

  private static final String WHERE =
      "name=Ada+Lovelace&line1=1+Dorset+Street&city=London&postalCode=W1U+4EE&country=gb";

  private Partner acme;
  private Visitor visitor;
  private String budget;

  @BeforeEach
  void openABudget() {
    acme = partner("claim-acme");
    visitor = new Visitor(stack());
    Answer opened = acme.post("/v2/budgets", "{\"limit\":{\"amount\":10000,\"currency\":\"EUR\"}}");
    budget = opened.id();
  }

  private String send(long amount) {
    Answer sent =
        acme.post(
            "/v2/gifts",
            """
            {"budget":"%s","value":{"amount":%d,"currency":"EUR"},"message":"Dear Ada",
             "recipientData":{"name":"Ada Lovelace","email":"ada@lovelace.example"}}
            """
                .formatted(budget, amount));
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    return sent.id();
  }

  private String link(String gift) {
    Answer made = acme.post("/v2/gifts/" + gift + "/link", null);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String url = made.json().path("url").asText();
    assertThat(url).matches("https://localhost:" + stack().claimPort() + "/[0-9A-Za-z]{22}");
    return url.substring(url.lastIndexOf('/'));
  }

  private String state(String gift) {
    return acme.get("/v2/gifts/" + gift).json().path("state").asText();
  }

  private long available() {
    return acme.get("/v2/budgets/" + budget).json().at("/available/amount").asLong();
  }

  @Test
  @DisplayName("G2 K6 a gift is viewed and claimed by its link, spends its money, and is followed")
  void claims() throws SQLException {
    String gift = send(2_500);
    String link = link(gift);

    Answer page = visitor.get(link);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("25.00 EUR", "lang=\"en\"", "action=\"" + link + "/claim\"");
    assertThat(page.text()).doesNotContain("Dear Ada", "Lovelace", "lovelace", gift, budget);
    assertThat(state(gift)).isEqualTo("viewed");

    Answer claimed = visitor.post(link + "/claim", WHERE);
    assertThat(claimed.status()).as(claimed.text()).isEqualTo(303);
    assertThat(claimed.headers()).containsEntry("location", link);
    assertThat(state(gift)).isEqualTo("claimed");
    assertThat(visitor.get(link).text()).contains("claimed").doesNotContain("<form", "Dorset");
    assertThat(available()).isEqualTo(7_500);
    assertThat(booked("spent")).isEqualTo(2_500);
    assertThat(booked("committed")).isZero();
    assertThat(acme.post("/v2/gifts/" + gift + "/cancel", null).problem())
        .isEqualTo("gift-not-cancellable");
  }

  private long booked(String book) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      return GiftDatabase.number(
          superuser,
          "select coalesce(sum(amount), 0) from ledger_line where budget_id = ? and book = ?",
          budget,
          book);
    }
  }

  @Test
  @DisplayName("G2 of 100 who claim one gift at once, all are told that it is claimed, and one did")
  void claimsOnce() throws Exception {
    String gift = send(100);
    String link = link(gift);

    for (Answer answer : atOnce(100, () -> visitor.post(link + "/claim", WHERE))) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    }

    assertThat(booked("spent")).isEqualTo(100);
    assertThat(events("gift.claim", gift, 1)).hasSize(1);
  }

  private List<AuditEvent> events(String action, String gift, int count) {
    return stack()
        .audit()
        .await(count, event -> event.action().equals(action) && event.target().equals(gift));
  }

  @Test
  @DisplayName("G2 a declined gift gives its money back, and says so to whoever has the link")
  void declines() {
    String gift = send(2_500);
    String link = link(gift);

    assertThat(visitor.post(link + "/decline", "").status()).isEqualTo(303);
    assertThat(visitor.post(link + "/claim", WHERE).status()).isEqualTo(303);

    assertThat(state(gift)).isEqualTo("declined");
    assertThat(visitor.get(link).text()).contains("declined");
    assertThat(available()).isEqualTo(10_000);
  }

  @Test
  @DisplayName("K6 a new link kills the old one; each is recorded, told once, and in no reading")
  void oneLink() {
    String gift = send(1);
    String old = link(gift);
    String now = link(gift);

    assertThat(visitor.get(old).status()).isEqualTo(404);
    assertThat(visitor.get(now).status()).isEqualTo(200);
    assertThat(events("gift.link.make", gift, 2)).hasSize(2);
    for (String reading : List.of("/v2/gifts/" + gift, "/v2/gifts", "/v1/gifts/" + gift)) {
      assertThat(acme.get(reading).text()).doesNotContain(now.substring(1), "https");
    }
  }

  @Test
  @DisplayName("K6 it takes a scope of its own to make a link")
  void takesAScope() {
    Partner reader =
        partner("claim-acme", token -> token.scopes(Scope.GIFTS_READ, Scope.GIFTS_SEND));

    Answer refused = reader.post("/v2/gifts/" + send(1) + "/link", null);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem()).isEqualTo("insufficient-scope");
  }

  @Test
  @DisplayName("K6 of the secret of a link the database has the hash")
  void isHashed() throws SQLException {
    String link = link(send(1));
    try (Connection superuser = GiftDatabase.as("postgres")) {
      assertThat(
              GiftDatabase.number(
                  superuser,
                  "select count(*) from gift_link where secret_hash = sha256(convert_to(?, 'UTF8'))",
                  link.substring(1)))
          .isOne();
    }
  }

  @Test
  @DisplayName("G2 a wrong link, a cancelled and an expired gift have one face")
  void oneFace() throws SQLException {
    String cancelled = send(1);
    String cancelledLink = link(cancelled);
    acme.post("/v2/gifts/" + cancelled + "/cancel", null);
    String expired = send(1);
    String expiredLink = link(expired);
    end(expired);

    Answer wrong = visitor.get("/0123456789ABCDEFGHIJKL");
    assertThat(wrong.status()).isEqualTo(404);
    for (String path : List.of(cancelledLink, expiredLink, "/", "/x", "/a/b/c", "/%2e%2e")) {
      Answer same = visitor.get(path);
      assertThat(same.status()).as(path).isEqualTo(404);
      assertThat(same.text()).as(path).isEqualTo(wrong.text());
    }
    assertThat(visitor.post(expiredLink + "/claim", WHERE).text()).isEqualTo(wrong.text());
    assertThat(acme.post("/v2/gifts/" + expired + "/link", null).problem()).isEqualTo("conflict");
  }

  @Test
  @DisplayName("K6 the links of a suspended account have that face too, until it is resumed")
  void suspendedHasNone() {
    acme = partner("claim-suspended");
    budget = acme.post("/v2/budgets", "{\"limit\":{\"amount\":10,\"currency\":\"EUR\"}}").id();
    String gift = send(1);
    String link = link(gift);
    String wrong = visitor.get("/0123456789ABCDEFGHIJKL").text();

    stack().auth().raise("suspended:claim-suspended", 2);
    for (Answer none :
        List.of(
            visitor.get(link),
            visitor.post(link + "/claim", WHERE),
            visitor.post(link + "/decline", ""))) {
      assertThat(none.status()).isEqualTo(404);
      assertThat(none.text()).isEqualTo(wrong);
    }
    assertThat(state(gift)).isEqualTo("sent");

    stack().auth().raise("resumed:claim-suspended", 3);
    assertThat(visitor.post(link + "/claim", WHERE).status()).isEqualTo(303);
  }

  /// Time passes for one gift.
  private static void end(String gift) throws SQLException {
    try (Connection superuser = GiftDatabase.as("postgres")) {
      GiftDatabase.update(
          superuser,
          "update gift set sent_at = sent_at - interval '1 year', expires_at = now() - interval"
              + " '1 second' where id = ?",
          gift);
      superuser.commit();
    }
  }

  @Test
  @DisplayName("a form with faults names them, keeps what was typed, and claims nothing")
  void mendsForms() {
    String gift = send(1);
    String link = link(gift);

    Answer faulty =
        visitor.post(link + "/claim", "name=%3Cscript%3E&line1=x&city=&country=Germany");

    assertThat(faulty.status()).isEqualTo(422);
    assertThat(faulty.text())
        .contains("role=\"alert\"", "href=\"#city\"", "This is needed.", "value=\"&lt;script&gt;\"")
        .doesNotContain("<script");
    assertThat(state(gift)).isEqualTo("viewed");
  }

  @Test
  @DisplayName("G2 whoever only asks whether a page is there has not viewed it")
  void asksForTheHeadAlone() {
    String gift = send(1);

    Answer head = visitor.send("HEAD", link(gift), "", "");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.text()).isEmpty();
    assertThat(state(gift)).isEqualTo("sent");
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("no form", "POST", "application/json", "{}", 415),
        Arguments.of("no name for a value", "POST", Visitor.FORM, "=x", 400),
        Arguments.of("an escape that is none", "POST", Visitor.FORM, "name=%zz", 400),
        Arguments.of("bytes that are no UTF-8", "POST", Visitor.FORM, "name=%ff", 400),
        Arguments.of("a field said twice", "POST", Visitor.FORM, "name=A&name=B", 400),
        Arguments.of("another method", "DELETE", Visitor.FORM, "", 405),
        Arguments.of("more than any form", "POST", Visitor.FORM, "a".repeat(20_000), 413));
  }

  @ParameterizedTest(name = "E1 {0}")
  @MethodSource("requests")
  @DisplayName("E1 what is no form is refused with a page, and the next one is served")
  void refuses(String name, String method, String type, String body, int status) {
    String link = link(send(1));

    Answer refused = visitor.send(method, link + "/claim", type, body);

    assertThat(refused.status()).as(refused.text()).isEqualTo(status);
    assertThat(refused.headers().get("content-type")).startsWith("text/html");
    assertThat(visitor.get(link).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("the page is one file without scripts or third parties, and leads nowhere")
  void isSealed() {
    Answer page = visitor.get(link(send(1)));

    assertThat(page.headers())
        .containsEntry("referrer-policy", "no-referrer")
        .containsEntry("cache-control", "no-store")
        .containsEntry("x-content-type-options", "nosniff")
        .doesNotContainKey("set-cookie");
    assertThat(page.headers().get("content-security-policy"))
        .startsWith("default-src 'none'; style-src 'sha256-")
        .contains("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'");
    assertThat(page.text()).doesNotContain("<script", "http:", "https:", "src=");
    assertThat(page.text().length()).isLessThan(60_000);
  }

  @Test
  @DisplayName("the page is read from the right where somebody prefers Arabic")
  void speaksArabic() {
    Answer page = visitor.preferring("de;q=0.5, ar-EG").get(link(send(1)));

    assertThat(page.text()).contains("lang=\"ar\" dir=\"rtl\"", "استلام الهدية");
    assertThat(page.headers()).containsEntry("content-language", "ar");
  }
}
