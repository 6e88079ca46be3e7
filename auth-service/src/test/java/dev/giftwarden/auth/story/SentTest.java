package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.testkit.Answer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("E1 what people send to auth is read as strictly as elsewhere")
class SentTest {
  private static final String ADMIN = "keys:write keys:read accounts:read";
  private static final String GRANTS = "gifts:read gifts:send";

  private static final LocalDate TOMORROW = LocalDate.now(ZoneOffset.UTC).plusDays(1);

  private final Directory directory = new Directory();
  private final Edge operator = Edge.operator();

  @ParameterizedTest(name = "E1 {0}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          NUL in a name              | name        | "name": "a\\u0000b"
          a line end in a name       | name        | "name": "a\\nb"
          a name of nothing          | name        | "name": ""
          a name of blanks           | name        | "name": "  "
          a name of a no-break space | name        | "name": "\\u00a0"
          a name that is not seen    | name        | "name": "\\u200b"
          a name that runs backwards | name        | "name": "\\u202eevil"
          half a character           | name        | "name": "a\\ud800"
          a number for a name        | name        | "name": 123
          true for a name            | name        | "name": true
          a name in a list           | name        | "name": ["a"]
          NUL in a reason            | piiReason   | "exposePii": true, "piiReason": "a\\u0000b"
          a reason that is not seen  | piiReason   | "exposePii": true, "piiReason": "\\u2060"
          false for a reason         | piiReason   | "exposePii": true, "piiReason": false
          no reason                  | piiReason   | "exposePii": true
          a reason for nothing       | exposePii   | "piiReason": "labels"
          text for true              | exposePii   | "exposePii": "true", "piiReason": "labels"
          a time as a number         | notBefore   | "notBefore": 1900000000
          a time as a number's text  | notBefore   | "notBefore": "1900000000"
          a date                     | notBefore   | "notBefore": "2100-01-01"
          a time without an offset   | notBefore   | "notBefore": "2100-01-01T00:00:00"
          a network of a class       | networks[0] | "networks": ["10.1/32"]
          an octal network           | networks[0] | "networks": ["010.0.0.0/8"]
          a network of one number    | networks[0] | "networks": ["3405803776/24"]
          a mapped network           | networks[0] | "networks": ["::ffff:203.0.113.0/120"]
          a network in its parts     | networks[0] | "networks": [{"base": "127.0.0.1", "prefixBits": 32}]
          a number for a network     | networks[0] | "networks": [10]
          a network that is no list  | networks    | "networks": "192.0.2.0/24"
          a number for a thumbprint  | certificates[0] | "certificates": [1]
          a number for a sub-account | subAccounts[0] | "subAccounts": [1]
          """)
  void refusesKeys(String what, String field, String members) {
    String account = directory.account("standard", "optional");
    Answer refused = operator.post(keys(account), Directory.body("gifts:read", "", ", " + members));
    assertThat(refused.outcome()).as(refused.text()).isEqualTo("400 malformed-request");
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(field);
  }

  @Test
  @DisplayName("E1 what is refused says which rule it breaks")
  void saysWhichRule() {
    String account = directory.account("standard", "optional");
    Answer refused =
        operator.post(
            keys(account),
            Directory.body("gifts:read", "", ", \"name\": \"" + "x".repeat(101) + "\""));
    assertThat(refused.json().at("/errors/0/message").asText()).isEqualTo("at most 100 characters");
  }

  @Test
  @DisplayName("E1 a key is kept as it is answered: its name, reason, networks and times")
  void keepsKeys() {
    String account = directory.account("standard", "optional");
    String name = "\ud83c\udf81".repeat(100);
    String more =
        """
        , "name": "%s", "exposePii": true, "piiReason": " labels, O’Brien ",
        "networks": ["2001:0db8::/32", "192.0.2.0/24", "10.0.0.0/8", "192.0.2.0/24"],
        "notBefore": "%st02:00:00.9999999999999+02:00"\
        """
            .formatted(name, TOMORROW);
    ObjectNode made = (ObjectNode) directory.key(account, ADMIN, GRANTS, more);
    Answer read = operator.get(keys(account) + "/" + made.get("id").asText());
    assertThat(read.json()).isEqualTo(made.without("key"));
    assertThat(made.get("name").asText()).isEqualTo(name);
    assertThat(made.get("piiReason").asText()).isEqualTo("labels, O’Brien");
    assertThat(made.get("notBefore").asText()).isEqualTo(TOMORROW + "T00:00:00.999Z");
    assertThat(made.get("networks")).hasSize(3);
  }

  @ParameterizedTest(name = "E1 a client with {0} is refused")
  @ValueSource(
      strings = {
        "\"name\": \"a\\u0000b\"",
        "\"name\": \"\\u200b\"",
        "\"name\": \"\"",
        "\"name\": null",
        "\"name\": 12",
        "\"name\": \"a\\u2028b\"",
        "\"name\": {\"value\": \"ERP\"}"
      })
  void refusesClients(String name) {
    String account = directory.account("standard", "optional");
    String path = "/v1/accounts/" + account + "/clients";
    String body = "{\"id\": \"erp\", %s, \"environment\": \"live\", \"scopes\": [\"gifts:read\"]}";
    Answer refused = operator.post(path, body.formatted(name));
    assertThat(refused.outcome()).as(refused.text()).isEqualTo("400 malformed-request");
    assertThat(refused.json().at("/errors/0/field").asText()).endsWith("name");

    Answer made = operator.post(path, body.formatted("\"name\": \"Caf\u00e9 \ud83c\udf81\""));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(operator.get(path).json().at("/items/0")).isEqualTo(made.json());
  }

  @ParameterizedTest(name = "E4 refuses the query {0}")
  @ValueSource(
      strings = {
        "limit=",
        "limit=abc",
        "limit=1.0",
        "limit=99999999999",
        "limit=1e1",
        "limit=%2B1",
        "limit=01",
        "limit=%D9%A1",
        "limit=1%00",
        "LIMIT=1",
        "Limit=1",
        "nosuch=1",
        "limit",
        "limit=1&limit=1",
        "limit=1&cursor=",
        "cursor=000000000000",
        "cursor=a%00b"
      })
  @DisplayName("E4 auth's list takes its parameters once each, as documented, and no others")
  void refusesQueries(String query) {
    String account = directory.account("standard", "optional");
    directory.key(account, ADMIN, GRANTS);
    assertThat(operator.get(keys(account) + "?limit=1").status()).isEqualTo(200);
    Answer refused = operator.get(keys(account) + "?" + query);
    assertThat(refused.outcome()).as(refused.text()).isEqualTo("400 malformed-request");
  }

  @Test
  @DisplayName("E4 K2 a place in another account's list is none in this one; nor in lists without")
  void refusesForeignPlaces() {
    String account = directory.account("standard", "optional");
    directory.key(account, ADMIN, GRANTS);
    String other = directory.account("standard", "optional");
    String foreign = directory.key(other, ADMIN, GRANTS).get("id").asText();
    assertThat(operator.get(keys(other) + "?cursor=" + foreign).status()).isEqualTo(200);
    assertThat(operator.get(keys(account) + "?cursor=" + foreign).outcome())
        .isEqualTo("400 malformed-request");
    for (String list : List.of("clients?limit=1", "sub-accounts?cursor=x", "keys/x?limit=1")) {
      assertThat(operator.get("/v1/accounts/" + account + "/" + list).outcome())
          .isEqualTo("400 malformed-request");
    }
  }

  @ParameterizedTest(name = "E2 [{0}]")
  @ValueSource(strings = {"", " "})
  @DisplayName("E2 an empty Idempotency-Key is refused before anything is done, by every service")
  void refusesEmptyIdempotencyKeys(String word) {
    String account = directory.account("standard", "optional");
    String body = Directory.body("gifts:read", "", "");
    Answer refused = operator.post(keys(account), body, "Idempotency-Key", word);
    assertThat(refused.outcome()).isEqualTo("400 malformed-request");
    assertThat(operator.get(keys(account)).json().get("items")).isEmpty();
    assertThat(operator.post(keys(account), body).status()).isEqualTo(201);
  }

  private static String keys(String account) {
    return "/v1/accounts/" + account + "/keys";
  }
}
