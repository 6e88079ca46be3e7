package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A cursor is good where it was given, and nowhere else.
@QuarkusTest
class CursorTest extends ApiTest {

  private static final String ACCOUNT = "cursor-acme";
  private static final String BY_EMAIL = "/v2/recipients?email=zoe%40example.org&limit=1";

  private Partner own;
  private Partner seeing;

  @BeforeEach
  void two() {
    own = partner(ACCOUNT);
    seeing = partner(ACCOUNT, TestToken::exposePii);
    for (int i = 0; i < 2; i++) {
      openBudget(own, 1);
      remember(own, "zoe@example.org");
    }
  }

  private static void remember(Partner partner, String email) {
    Answer made =
        partner.post("/v2/recipients", "{\"name\": \"Zoe\", \"email\": \"%s\"}".formatted(email));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  private static String next(Partner partner, String path) {
    Answer page = partner.get(path);
    assertThat(page.status()).as(page.text()).isEqualTo(200);
    assertThat(page.json().path("next").isTextual()).as(page.text()).isTrue();
    return page.json().path("next").asText();
  }

  private static void refuses(Partner partner, String path) {
    Answer refused = partner.get(path);
    assertThat(refused.outcome()).as(path).isEqualTo("400 malformed-request");
    assertThat(refused.json().at("/errors/0/field").asText()).as(path).isEqualTo("cursor");
    assertThat(refused.json().at("/errors/0/message").asText())
        .isEqualTo("what an earlier page gave as next");
  }

  @ParameterizedTest(name = "E4 {0}")
  @ValueSource(strings = {"/v1/budgets", "/v2/budgets"})
  @DisplayName("E4 each bit of a cursor counts, and so does each character more or less")
  void refusesAltered(String list) {
    String next = next(own, list + "?limit=1");
    assertThat(own.get(list + "?cursor=" + next).status()).isEqualTo(200);

    for (int at = 0; at < next.length(); at++) {
      for (int bit = 0; bit < 7; bit++) {
        char other = (char) (next.charAt(at) ^ 1 << bit);
        if (Character.isLetterOrDigit(other) || other == '-' || other == '_') {
          refuses(own, list + "?cursor=" + next.substring(0, at) + other + next.substring(at + 1));
        }
      }
      refuses(own, list + "?cursor=" + next.substring(0, at + 1).replace(next, next + "A"));
    }
    refuses(own, list + "?cursor=" + next + "=");
  }

  @Test
  @DisplayName("E4 a place that somebody works out, as cursors once were, is none")
  void refusesUnsigned() {
    String place =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("1764500000000:bud_" + NOWHERE).getBytes());

    refuses(own, "/v1/budgets?cursor=" + place);
    refuses(own, "/v2/budgets?cursor=v2_" + place);
    refuses(own, "/v1/budgets?cursor=" + place + "A".repeat(43));
  }

  @ParameterizedTest(name = "E4 {0}")
  @CsvSource({
    "another account",
    "the live environment",
    "one of its sub-accounts",
    "two of its sub-accounts"
  })
  @DisplayName("E4 a cursor of whoever reaches something else is none for:")
  void refusesForeign(String who) {
    String whole = next(own, "/v2/budgets?limit=1");
    UnaryOperator<TestToken> change =
        switch (who) {
          case "the live environment" -> token -> token.environment(Environment.LIVE);
          case "one of its sub-accounts" -> token -> token.subAccounts("sales");
          case "two of its sub-accounts" -> token -> token.subAccounts("sales", "hr-dept");
          default -> token -> token;
        };
    Partner other = partner(who.equals("another account") ? "cursor-bluebird" : ACCOUNT, change);

    refuses(other, "/v2/budgets?limit=1&cursor=" + whole);
  }

  @Test
  @DisplayName("E4 nor is one of a narrower reach for a wider, in whatever order it is said")
  void bindsReach() {
    Partner sales = partner(ACCOUNT, token -> token.subAccounts("sales"));
    openBudget(sales, 1);
    openBudget(sales, 1);
    String cursor = "/v2/budgets?cursor=" + next(sales, "/v2/budgets?limit=1");

    refuses(own, cursor);
    refuses(partner(ACCOUNT, token -> token.subAccounts("sales", "hr-dept")), cursor);
    Partner both = partner(ACCOUNT, token -> token.subAccounts("sales", "hr-dept"));
    String ofBoth = "/v2/budgets?cursor=" + next(both, "/v2/budgets?limit=1");
    Partner turned = partner(ACCOUNT, token -> token.subAccounts("hr-dept", "sales"));
    assertThat(turned.get(ofBoth).status()).isEqualTo(200);
  }

  @ParameterizedTest(name = "E4 {0}")
  @ValueSource(
      strings = {
        "/v2/recipients?",
        "/v2/recipients?email=other%40example.org&",
        "/v2/recipients?email=zoe%40example.or&",
        "/v1/recipients?email=zoe%40example.org&",
        "/v2/budgets?",
        "/v2/gifts?",
      })
  @DisplayName("E4 a cursor found by one filter is none in:")
  void refusesOtherFilters(String list) {
    String next = next(seeing, BY_EMAIL);

    assertThat(seeing.get(BY_EMAIL + "&cursor=" + next).status()).isEqualTo(200);
    refuses(seeing, list + "cursor=" + next);
  }

  @Test
  @DisplayName("E4 nor is one that was found without a filter in what a filter finds")
  void refusesWithFilter() {
    refuses(seeing, BY_EMAIL + "&cursor=" + next(seeing, "/v2/recipients?limit=1"));
  }

  @Test
  @DisplayName("E4 how much of a list is shown, and how, may change from page to page")
  void keepsManners() {
    String budget = openBudget(own, 9);
    sent(own, budget, 1);
    sent(own, budget, 1);
    String next = next(own, "/v2/gifts?limit=1");

    assertThat(own.get("/v2/gifts?limit=7&expand=recipient&cursor=" + next).status())
        .isEqualTo(200);
    assertThat(seeing.get(BY_EMAIL.replace("%40", "@") + "&cursor=" + next(seeing, BY_EMAIL)))
        .extracting(Answer::status)
        .isEqualTo(200);
  }

  @ParameterizedTest(name = "E4 {0}")
  @ValueSource(strings = {"/v1/recipients", "/v2/recipients"})
  @DisplayName("E4 who pages while others insert sees once each of those that were there")
  void losesAndDoublesNothing(String list) throws Exception {
    Partner paging = partner("cursor-pages-" + list.charAt(2));
    for (int i = 0; i < 40; i++) {
      remember(paging, "a%d@example.org".formatted(i));
    }
    List<String> before = pages(paging, list + "?limit=100");
    assertThat(before).hasSize(40);
    var over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> inserting = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        inserting.add(threads.submit(() -> insertUntil(over, paging)));
      }
      List<String> seen;
      try {
        seen = pages(paging, list + "?limit=3");
      } finally {
        over.set(true);
      }
      for (Future<Integer> writer : inserting) {
        assertThat(writer.get()).isPositive();
      }

      assertThat(seen).doesNotHaveDuplicates().containsAll(before);
      List<String> old = new ArrayList<>(seen);
      old.retainAll(new HashSet<>(before));
      assertThat(old).isEqualTo(before);
    }
  }

  private static int insertUntil(AtomicBoolean over, Partner partner) {
    int made = 0;
    do {
      remember(partner, "new@example.org");
      made++;
    } while (!over.get());
    return made;
  }

  private static List<String> pages(Partner partner, String list) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = partner.get(list + cursor).json();
      page.path(page.has("data") ? "data" : "items")
          .forEach(row -> ids.add(row.path("id").asText()));
      cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
    } while (!cursor.isEmpty());
    return ids;
  }
}
