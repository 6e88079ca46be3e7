package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TenancyTest extends ApiTest {

  private static final String ACCOUNT = "tenancy-acme";

  private Partner sales;
  private String budget;
  private Answer gift;

  @BeforeEach
  void sendAGiftForSales() {
    sales = partner(ACCOUNT, token -> token.subAccounts("sales"));
    budget = openBudget(sales, 100);
    gift = sent(sales, budget, 10);
  }

  /// Everybody who must not see what sales has.
  private Map<String, Partner> others() {
    return Map.of(
        "another sub-account", partner(ACCOUNT, token -> token.subAccounts("hr-dept")),
        "another account", partner("bluebird"),
        "the live environment", partner(ACCOUNT, token -> token.environment(Environment.LIVE)));
  }

  @Test
  @DisplayName("K2 what another tenant has cannot be told from what does not exist")
  void isAsIfItWereNotThere() {
    String recipient = gift.json().path("recipientId").asText();

    others()
        .forEach((who, other) -> {
          same(who, other.get("/v1/gifts/" + gift.id()), other.get("/v1/gifts/gft_" + NOWHERE));
          same(
              who,
              other.get("/v1/gifts/" + gift.id() + "/status"),
              other.get("/v1/gifts/x/status"));
          same(who, other.get("/v1/budgets/" + budget), other.get("/v1/budgets/bud_" + NOWHERE));
          same(who, other.get("/v1/recipients/" + recipient), other.get("/v1/recipients/x"));
          same(
              who,
              other.post("/v1/gifts/" + gift.id() + "/cancel", null),
              other.post("/v1/gifts/gft_" + NOWHERE + "/cancel", null));
          same(
              who,
              other.post("/v1/gifts", gift(budget, 1)),
              other.post("/v1/gifts", gift("bud_" + NOWHERE, 1)));
        });
    assertThat(available(sales, budget)).isEqualTo(90);
  }

  private static void same(String who, Answer answer, Answer ofNothing) {
    assertThat(answer.status()).as(who).isEqualTo(404);
    assertThat(apartFromRequest(answer)).as(who).isEqualTo(apartFromRequest(ofNothing));
  }

  private static ObjectNode apartFromRequest(Answer answer) {
    ObjectNode body = answer.json().deepCopy();
    body.remove("instance");
    body.remove("requestId");
    return body;
  }

  @Test
  @DisplayName("K2 lists hold nothing of another tenant")
  void listsAreApart() {
    others()
        .forEach((who, other) -> {
          assertThat(other.get("/v1/gifts?limit=100").text()).as(who).doesNotContain(gift.id());
          assertThat(other.get("/v1/budgets?limit=100").text()).as(who).doesNotContain(budget);
        });
    assertThat(sales.get("/v1/gifts").text()).contains(gift.id());
  }

  @Test
  @DisplayName("K2 a credential for the whole account sees its sub-accounts")
  void wholeAccountSeesAll() {
    Answer seen = partner(ACCOUNT).get("/v1/gifts/" + gift.id());

    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.json().path("subAccount").asText()).isEqualTo("sales");
  }

  @Test
  @DisplayName("K2 naming another account or sub-account, anywhere, is refused")
  void refusesOtherNames() {
    String inBody = gift(budget, 1).replaceFirst("\\{", "{\"accountId\": \"bluebird\",");
    String foreign = "{\"amount\": 1, \"currency\": \"EUR\", \"subAccount\": \"hr-dept\"}";
    String cursor = partner("bluebird").get("/v1/gifts?accountId=tenancy-acme").text();

    assertThat(sales.get("/v1/gifts?accountId=bluebird").status()).isEqualTo(400);
    assertThat(sales.get("/v1/gifts/" + gift.id() + "?subAccount=hr-dept").status()).isEqualTo(400);
    assertThat(sales.post("/v1/gifts", inBody).status()).isEqualTo(400);
    assertThat(sales.post("/v1/budgets", foreign).json().at("/errors/0/field").asText())
        .isEqualTo("subAccount");
    assertThat(cursor).contains("malformed-request");
  }

  @Test
  @DisplayName("K2 a credential of several sub-accounts says which one a budget is for")
  void asksWhichSubAccount() {
    Partner both = partner(ACCOUNT, token -> token.subAccounts("sales", "hr-dept"));
    String unnamed = "{\"amount\": 1, \"currency\": \"EUR\"}";
    String named = "{\"amount\": 1, \"currency\": \"EUR\", \"subAccount\": \"hr-dept\"}";

    assertThat(both.post("/v1/budgets", unnamed).status()).isEqualTo(400);
    assertThat(both.post("/v1/budgets", named).json().path("subAccount").asText())
        .isEqualTo("hr-dept");
  }

  @Test
  @DisplayName("K2 a gift cannot carry a recipient from one sub-account into another")
  void keepsRecipientsApart() {
    Partner whole = partner(ACCOUNT);
    String named = "{\"amount\": 9, \"currency\": \"EUR\", \"subAccount\": \"hr-dept\"}";
    String other = whole.post("/v1/budgets", named).id();

    Answer refused =
        whole.post(
            "/v1/gifts",
            "{\"budgetId\": \"%s\", \"amount\": 1, \"currency\": \"EUR\", \"recipientId\": \"%s\"}"
                .formatted(other, gift.json().path("recipientId").asText()));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("recipientId");
    assertThat(available(whole, other)).isEqualTo(9);
  }
}
