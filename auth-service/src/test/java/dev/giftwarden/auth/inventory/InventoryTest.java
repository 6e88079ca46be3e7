package dev.giftwarden.auth.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.KeyInHand;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AuthTest
@DisplayName("C11 an account's certificates can be looked through")
class InventoryTest {
  private final Directory directory = new Directory();
  private final Edge operator = Edge.operator();
  private final String account = directory.account("standard", "optional");
  private final String path = "/v1/accounts/" + account + "/certificates";

  @Inject ExpiryTable expiry;
  private String soon = "";
  private String later = "";
  private String revoked = "";
  private String test = "";

  @BeforeEach
  void certificates() {
    directory.client(account, "erp", "gifts:read");
    directory.client(account, "crm", "gifts:read");
    directory.client(account, "lab", "gifts:read", "test");
    soon = issue("erp", "P1D");
    later = issue("erp", "P80D");
    revoked = issue("crm", "P5D");
    test = issue("lab", "P10D");
    var answer =
        operator.post(
            "/v1/accounts/" + account + "/clients/crm/certificates/" + revoked + "/revoke",
            "{\"reason\": \"superseded\"}");
    assertThat(answer.outcome()).as(answer.text()).isEqualTo("200");
  }

  private String issue(String client, String validity) {
    var csr = KeyInHand.make().pem().replace("\n", "\\n");
    var answer =
        operator.post(
            "/v1/accounts/" + account + "/clients/" + client + "/certificates",
            "{\"csr\": \"" + csr + "\", \"validity\": \"" + validity + "\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().get("serial").asText();
  }

  private List<String> serials(String query) {
    Answer answer = operator.get(path + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    var serials = new ArrayList<String>();
    answer.json().get("items").forEach(item -> serials.add(item.get("serial").asText()));
    return serials;
  }

  @Test
  @DisplayName("by their end, with state, versions and whoever asked for them")
  void lists() {
    assertThat(serials("")).containsExactly(soon, revoked, test, later);

    JsonNode first = operator.get(path).json().get("items").get(0);
    assertThat(first.get("client").asText()).isEqualTo("erp");
    assertThat(first.get("state").asText()).isEqualTo("valid");
    assertThat(first.get("versions").get(0).asText()).isEqualTo("v1");
    assertThat(first.get("issuedBy").asText())
        .isEqualTo("spiffe://operators.giftwarden.example/first");
    assertThat(first.has("revokedAt")).isFalse();
    JsonNode dead = operator.get(path + "?state=revoked").json().get("items").get(0);
    assertThat(dead.get("state").asText()).isEqualTo("revoked");
    assertThat(dead.get("reason").asText()).isEqualTo("superseded");
    assertThat(dead.get("revokedAt").asText()).endsWith("Z");
  }

  @Test
  @DisplayName("C9 those that end soon are counted, while their client has none that ends later")
  void expiring() {
    var counted = expiry.count();
    assertThat(counted).containsOnlyKeys("day", "week", "fortnight", "month");
    var last = issue("crm", "P6D");
    assertThat(more(counted))
        .isEqualTo(Map.of("day", 0L, "week", 1L, "fortnight", 1L, "month", 1L));
    var _ = issue("crm", "P20D");
    assertThat(more(counted))
        .as("%s was renewed", last)
        .isEqualTo(Map.of("day", 0L, "week", 0L, "fortnight", 0L, "month", 1L));
    var answer =
        operator.post(
            "/v1/accounts/" + account + "/clients/crm/revoke", "{\"reason\": \"superseded\"}");
    assertThat(answer.outcome()).as(answer.text()).isEqualTo("200");
    assertThat(expiry.count()).isEqualTo(counted);
  }

  private Map<String, Long> more(Map<String, Long> before) {
    var now = new HashMap<>(expiry.count());
    before.forEach((within, count) -> now.merge(within, -count, Long::sum));
    return now;
  }

  @Test
  @DisplayName("by state, client, version and how soon they end")
  void filters() {
    assertThat(serials("?state=valid")).containsExactly(soon, test, later);
    assertThat(serials("?state=revoked")).containsExactly(revoked);
    assertThat(serials("?state=expired")).isEmpty();
    assertThat(serials("?client=erp")).containsExactly(soon, later);
    assertThat(serials("?client=nobody")).isEmpty();
    assertThat(serials("?version=v1")).hasSize(4);
    assertThat(serials("?expiresWithin=P30D")).containsExactly(soon, revoked, test);
    assertThat(serials("?expiresWithin=P30D&state=valid")).containsExactly(soon, test);
    assertThat(serials("?expiresWithin=PT1S")).isEmpty();
  }

  @Test
  @DisplayName("E4 page by page, none twice and none left out")
  void pages() {
    var found = new ArrayList<String>();
    var cursor = "";
    do {
      JsonNode page = operator.get(path + "?limit=3" + cursor).json();
      page.get("items").forEach(item -> found.add(item.get("serial").asText()));
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asText();
    } while (!cursor.isEmpty());
    assertThat(found).containsExactly(soon, revoked, test, later);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "state=live",
        "state=VALID",
        "version=1",
        "client=",
        "expiresWithin=30",
        "expiresWithin=P1M",
        "expiresWithin=-P1D",
        "cursor=1",
        "cursor=00",
        "limit=0",
        "serial=1",
        "state=valid&state=valid"
      })
  @DisplayName("E4 nothing else is a filter")
  void refuses(String query) {
    assertThat(operator.get(path + "?" + query).outcome()).isEqualTo("400 malformed-request");
  }

  @Test
  @DisplayName("K2 a partner sees its own account's, of its own world, if it may")
  void reach() {
    var reader = bearer(directory.key(account, "certificates:read", ""));
    var seen = Edge.stranger().get(path, "Authorization", reader);
    assertThat(seen.status()).as(seen.text()).isEqualTo(200);
    assertThat(seen.json().get("items").findValuesAsText("serial"))
        .containsExactly(soon, revoked, later);

    var other = directory.account("standard", "optional");
    var foreign = bearer(directory.key(other, "certificates:read", ""));
    assertThat(Edge.stranger().get(path, "Authorization", foreign).outcome())
        .isEqualTo("404 not-found");
    var blind = bearer(directory.key(other, "keys:read", ""));
    var own = "/v1/accounts/" + other + "/certificates";
    assertThat(Edge.stranger().get(own, "Authorization", blind).outcome())
        .isEqualTo("403 insufficient-scope");
  }

  private static String bearer(JsonNode key) {
    return "Bearer " + key.get("key").asText();
  }
}
