package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.money.MinorUnits;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import dev.giftwarden.gift.database.GiftDatabase;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class EdgeTest extends ApiTest {

  @Test
  @DisplayName("T2 a stolen token works over no other certificate and over none")
  void refusesStolenToken() {
    Partner acme = partner("acme");
    String token = acme.header("Authorization").substring("Bearer ".length());

    Answer thief = Partner.withoutToken(stack(), "bluebird").bearer(token).get("/v1/gifts");
    Answer naked = Partner.stranger(stack()).bearer(token).get("/v1/gifts");

    assertThat(acme.get("/v1/gifts").status()).isEqualTo(200);
    assertThat(thief.status()).isEqualTo(401);
    assertThat(thief.problem()).isEqualTo("certificate-mismatch");
    assertThat(naked.status()).isEqualTo(401);
    assertThat(naked.problem()).isEqualTo("certificate-required");
    assertThat(records(1, thief))
        .singleElement()
        .satisfies((AuditEvent event) -> assertThat(event.reason()).isEqualTo("certificate-other"));
  }

  @Test
  @DisplayName("T3 without a token, with one for audit, or with an old one, nothing is answered")
  void refusesWrongTokens() {
    partner("acme");
    Answer none = Partner.withoutToken(stack(), "acme").get("/v1/gifts");
    Answer audience = partner("acme", token -> token.audience(Audience.AUDIT)).get("/v1/gifts");
    Answer old =
        partner("acme", token -> token.issuedAt(Instant.now().minusSeconds(301))).get("/v1/gifts");

    assertThat(none.problem()).isEqualTo("credentials-missing");
    assertThat(audience.problem()).isEqualTo("token-invalid");
    assertThat(old.problem()).isEqualTo("token-expired");
    assertThat(old.json().path("detail").asText()).contains("/oauth2/token");
  }

  @Test
  @DisplayName("A1 who came with a certificate and no token is refused on its account's record")
  void recordsTheCertificatesAccount() {
    Answer none = Partner.withoutToken(stack(), "acme").get("/v1/gifts");

    assertThat(records(1, none))
        .singleElement()
        .satisfies((AuditEvent event) -> {
          assertThat(event.reason()).isEqualTo("credentials-missing");
          assertThat(event.account()).isEqualTo("acme");
          assertThat(event.actor())
              .startsWith("spiffe://partners.giftwarden.example/account/acme/");
          assertThat(event.action()).isEqualTo("GET /v1/gifts");
          assertThat(event.certificateSerial()).isNotEmpty();
          assertThat(event.apiVersion()).isEqualTo("v1");
        });
  }

  @Test
  @DisplayName("T6 a token dies when its key changes, on the open connection too")
  void refusesRevoked() {
    Partner doomed = partner("acme", token -> token.key("doomedKey000"));
    assertThat(doomed.get("/v1/gifts").status()).isEqualTo(200);

    stack().auth().raise("key:doomedKey000", 1);

    Answer refused = doomed.get("/v1/gifts");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.problem()).isEqualTo("token-revoked");
  }

  @Test
  @DisplayName(
      "K3 a credential that may only read sends nothing and spends nothing; it is recorded")
  void readersDoNotSpend() {
    Partner acme = partner("acme");
    String budget = openBudget(acme, 100);
    Partner reader = partner("acme", token -> token.scopes(Scope.GIFTS_READ, Scope.BUDGETS_READ));

    Answer refused = reader.post("/v1/gifts", gift(budget, 1));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem()).isEqualTo("insufficient-scope");
    assertThat(available(acme, budget)).isEqualTo(100);
    assertThat(records(1, refused))
        .singleElement()
        .satisfies((AuditEvent event) -> {
          assertThat(event.outcome().text()).isEqualTo("refused");
          assertThat(event.reason()).isEqualTo("scope");
        });
  }

  @Test
  @DisplayName("T1 a bare key is exchanged for a token, and refused when auth refuses it")
  void exchangesBareKeys() {
    partner("acme");
    String good = "gwk_test_bareKey00001_0123456789abcdefghijABCDEFGHIJ3xsFOW";
    stack()
        .auth()
        .exchanges(
            good,
            _ ->
                stack()
                    .auth()
                    .token()
                    .account("acme")
                    .boundTo(Partner.thumbprint("acme"))
                    .scopes(Scope.GIFTS_READ)
                    .claims());

    Partner acme = Partner.withoutToken(stack(), "acme");

    assertThat(acme.with("X-Api-Key", good).get("/v1/gifts").status()).isEqualTo(200);
    assertThat(acme.bearer(good).get("/v1/gifts").status()).isEqualTo(200);
    String unknown = "gwk_test_bareKey00002_0123456789abcdefghijABCDEFGHIJ0JwuXr";
    assertThat(acme.bearer(unknown).get("/v1/gifts").problem()).isEqualTo("key-invalid");
    assertThat(acme.bearer(good.replace('1', '2')).get("/v1/gifts").problem())
        .isEqualTo("key-invalid");
  }

  @ParameterizedTest(name = "E1 {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no body                | POST | /v1/gifts   |                                        | 400
          no object              | POST | /v1/gifts   | []                                     | 400
          half an object         | POST | /v1/gifts   | {"budgetId":                           | 400
          two objects            | POST | /v1/budgets | {"amount":1,"currency":"EUR"} {}       | 400
          a field that is none   | POST | /v1/budgets | {"amount":1,"currency":"EUR","x":1}    | 400
          a field twice          | POST | /v1/budgets | {"amount":1,"amount":2,"currency":"EUR"} | 400
          an amount as text      | POST | /v1/budgets | {"amount":"1","currency":"EUR"}        | 400
          a broken amount        | POST | /v1/budgets | {"amount":1.5,"currency":"EUR"}        | 400
          an amount of nothing   | POST | /v1/budgets | {"amount":0,"currency":"EUR"}          | 400
          an amount below that   | POST | /v1/budgets | {"amount":-1,"currency":"EUR"}         | 400
          an amount beyond a long | POST | /v1/budgets | {"amount":9223372036854775808,"currency":"EUR"} | 400
          no amount              | POST | /v1/budgets | {"currency":"EUR"}                     | 400
          null for an amount     | POST | /v1/budgets | {"amount":null,"currency":"EUR"}       | 400
          no such currency       | POST | /v1/budgets | {"amount":1,"currency":"EURO"}         | 400
          a withdrawn currency   | POST | /v1/budgets | {"amount":1,"currency":"DEM"}          | 400
          a currency in an object | POST | /v1/budgets | {"amount":1,"currency":{"value":"EUR"}} | 400
          a name in an object    | POST | /v1/recipients | {"name":{"value":"Zoe"},"email":"zoe@example.org"} | 400
          an address in an object | POST | /v1/recipients | {"name":"Zoe","email":{"value":"zoe@example.org"}} | 400
          a hidden name          | POST | /v1/recipients | {"name":"\\u200b","email":"zoe@example.org"} | 400
          a number with a trunk 0 | POST | /v1/recipients | {"name":"Zoe","email":"zoe@example.org","phone":"+44 (0)20 7946 0958"} | 400
          no such sub-account    | POST | /v1/budgets | {"amount":1,"currency":"EUR","subAccount":"A"} | 400
          neither recipient      | POST | /v1/gifts   | {"budgetId":"bud_0123456789ABCDEFGHIJKL","amount":1,"currency":"EUR"} | 400
          a limit of 0           | GET  | /v1/gifts?limit=0   | | 400
          a limit of 101         | GET  | /v1/gifts?limit=101 | | 400
          a limit twice          | GET  | /v1/gifts?limit=1&limit=2 | | 400
          a cursor that is none  | GET  | /v1/gifts?cursor=x  | | 400
          a limit in Arabic      | GET  | /v1/gifts?limit=%D9%A1 | | 400
          a limit of nothing     | GET  | /v1/gifts?limit=    | | 400
          a limit in capitals    | GET  | /v1/gifts?LIMIT=1   | | 400
          a broken limit         | GET  | /v1/gifts?limit=1.0 | | 400
          an unknown parameter   | GET  | /v1/gifts?nosuch=1  | | 400
          no such path           | GET  | /v1/nothing         | | 404
          no such method         | DELETE | /v1/gifts         | | 405
          """)
  @DisplayName("E1 what is not the documented request gets a problem document")
  void refusesMalformed(String what, String method, String path, String body, int status) {
    Answer answer = partner("acme").send(method, path, body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.headers().get("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("requestId").asText())
        .isEqualTo(answer.headers().get("X-Request-Id"));
  }

  @Test
  @DisplayName("E1 what a body lacks, and which of its fields is wrong, is said")
  void saysWhatIsWrong() {
    Partner acme = partner("acme");

    Answer lacking = acme.post("/v1/budgets", "{\"currency\": \"EUR\"}");
    Answer wrong =
        acme.post("/v1/gifts", gift("bud_" + NOWHERE, 1).replace("+49301234567", "030 1234567"));

    Answer unclear =
        acme.post(
            "/v1/gifts",
            "{\"budgetId\": \"bud_%s\", \"amount\": 1, \"currency\": \"EUR\"}".formatted(NOWHERE));

    assertThat(lacking.json().at("/errors/0/field").asText()).isEqualTo("amount");
    assertThat(unclear.json().path("detail").asText()).isEqualTo("either recipient or recipientId");
    assertThat(wrong.json().at("/errors/0/field").asText()).isEqualTo("recipient.phone");
  }

  @Test
  @DisplayName("E4 a place in one list is none in another")
  void refusesForeignCursors() {
    Partner acme = partner("acme");
    openBudget(acme, 1);
    openBudget(acme, 1);
    String next = acme.get("/v1/budgets?limit=1").json().path("next").asText();

    assertThat(acme.get("/v1/budgets?limit=1&cursor=" + next).status()).isEqualTo(200);
    for (String list : List.of("/v1/gifts", "/v1/recipients")) {
      Answer refused = acme.get(list + "?cursor=" + next);
      assertThat(refused.outcome()).isEqualTo("400 malformed-request");
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("cursor");
    }
  }

  @Test
  @DisplayName("G3 the largest amount is taken, kept and moved exactly; one more is refused")
  void takesTheLargestAmount() {
    Partner acme = partner("acme");
    String body = "{\"amount\": %d, \"currency\": \"IRR\"}";

    Answer opened = acme.post("/v1/budgets", body.formatted(MinorUnits.MAX));
    assertThat(opened.status()).as(opened.text()).isEqualTo(201);
    String budget = opened.id();
    Answer sent =
        acme.post("/v1/gifts", gift(budget, MinorUnits.MAX).replace("\"EUR\"", "\"IRR\""));
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    assertThat(sent.json().path("amount").asLong()).isEqualTo(MinorUnits.MAX);
    assertThat(available(acme, budget)).isZero();
    assertThat(acme.post("/v1/budgets", body.formatted(MinorUnits.MAX + 1)).status())
        .isEqualTo(400);
  }

  @Test
  @DisplayName("E1 what people send is kept as it is answered")
  void keepsWhatItAnswers() {
    Partner acme = partner("acme", token -> token.exposePii());
    Answer made =
        acme.post(
            "/v1/recipients",
            """
            {"name": "Zoe\\u0308 \\ud83d\\udc68\\u200d\\ud83d\\udc69", "email": "zoe\\u0308@example.org",
             "phone": "+44 20 7946-0958", "address": {"line1": "Rr. 1", "city": "Prishtina", "country": "xk"}}
            """);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    Answer read = acme.get("/v1/recipients/" + made.id());

    assertThat(read.json()).isEqualTo(made.json());
    assertThat(made.json().path("email").asText()).isEqualTo("zo\u00eb@example.org");
    assertThat(made.json().path("phone").asText()).isEqualTo("+442079460958");
    assertThat(made.json().at("/address/country").asText()).isEqualTo("XK");
    assertThat(acme.get("/v1/recipients?email=ZOE%CC%88@example.org").json().path("items"))
        .isNotEmpty();
  }

  @Test
  @DisplayName("E1 a person who was written down before a rule is still read")
  void readsOldRows() throws SQLException {
    Partner acme = partner("acme", token -> token.exposePii());
    String id = GiftDatabase.id("rcp_");
    try (var connection =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.GIFT, ServiceDatabase.SUPERUSER);
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          insert into recipient (id, account, environment, name, email, phone, address_line1, city,
                                 country, created_at)
          values ('%s', 'acme', 'test', U&'\\200B', '<zoe@example.org>', '+440207946095',
                  U&'1 \\200B', 'London', 'ZZ', now())
          """
              .formatted(id));
    }
    Answer read = acme.get("/v1/recipients/" + id);
    assertThat(read.status()).as(read.text()).isEqualTo(200);
    assertThat(read.json().path("email").asText()).isEqualTo("<zoe@example.org>");
  }

  @Test
  @DisplayName("the description of the API is there for everybody")
  void servesOpenApi() {
    Answer answer = Partner.stranger(stack()).with("Accept", "application/json").get("/openapi");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("paths").fieldNames())
        .toIterable()
        .contains("/v1/gifts", "/v1/gifts/{id}/status", "/v1/budgets", "/v1/recipients/{id}");
  }
}
