package dev.giftwarden.gift.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.route.ServedRoute;
import dev.giftwarden.edge.access.Access;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.gift.testing.Partner;
import dev.giftwarden.testkit.Answer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Walks every route through the access table.
@QuarkusTest
class AccessTest extends ApiTest {

  @Inject AccessTable table;

  /// The OpenAPI document is made from the resources themselves, so it knows every route there is.
  @Test
  @DisplayName("K1 every route has a row in the access table, and every row a route")
  void tableIsComplete() {
    var described = new TreeSet<String>();
    Partner.stranger(stack())
        .get("/openapi?format=json")
        .json()
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(
                    verb -> described.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));

    assertThat(described).isNotEmpty().isEqualTo(new TreeSet<>(table.routes()));
  }

  /// Who somebody is, and what was written to them, always comes with whether it is the mask.
  @Test
  @DisplayName("K23 the rows that show people are those whose answers can hold somebody")
  void peopleAreMarked() {
    JsonNode document = Partner.stranger(stack()).get("/openapi?format=json").json();
    var showing = new TreeSet<String>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(verb -> {
                  if (holdsPeople(document, answers(verb.getValue()), new HashSet<>())) {
                    showing.add(verb.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                  }
                }));

    assertThat(
            table.served().all().stream().filter(ServedRoute::showsPeople).map(ServedRoute::text))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(showing);
  }

  /// Without the refusals, which quote nobody.
  private static JsonNode answers(JsonNode operation) {
    ObjectNode good = operation.path("responses").deepCopy();
    List<String> refusals = new ArrayList<>();
    good.fieldNames()
        .forEachRemaining(status -> {
          if (!status.startsWith("2")) {
            refusals.add(status);
          }
        });
    return good.remove(refusals);
  }

  private static boolean holdsPeople(JsonNode document, JsonNode node, Set<String> seen) {
    JsonNode properties = node.path("properties");
    boolean fault = properties.has("field"); // has a message as well, which quotes nobody
    if (properties.has("masked") || (properties.has("message") && !fault)) {
      return true;
    }
    String reference = node.path("$ref").asText();
    if (!reference.isEmpty()
        && seen.add(reference)
        && holdsPeople(document, document.at(reference.substring(1)), seen)) {
      return true;
    }
    for (JsonNode child : node) {
      if (holdsPeople(document, child, seen)) {
        return true;
      }
    }
    return false;
  }

  @Test
  @DisplayName("K1 no route answers a caller who has every scope but its own")
  void eachRouteTakesItsScope() {
    for (String route : table.routes()) {
      Set<Scope> own = ((Access.Scoped) table.find(route).orElseThrow()).anyOf();
      Set<Scope> others = EnumSet.allOf(Scope.class);
      others.removeAll(own);
      others.remove(Scope.AUDIT_APPEND);

      Answer refused =
          call(partner("acme", token -> token.scopes(others.toArray(Scope[]::new))), route);

      assertThat(refused.status()).as(route).isEqualTo(403);
      assertThat(refused.problem()).as(route).isEqualTo("insufficient-scope");
      assertThat(refused.json().path("detail").asText())
          .as(route)
          .contains(own.iterator().next().text());
    }
  }

  @Test
  @DisplayName("K1 no route answers a caller without credentials")
  void eachRouteTakesCredentials() {
    for (String route : table.routes()) {
      assertThat(call(Partner.stranger(stack()), route).problem())
          .as(route)
          .isEqualTo("credentials-missing");
    }
  }

  @Test
  @DisplayName("K1 each route takes a caller with its scope alone past the edge")
  void eachRouteOpensToItsScope() {
    for (String route : table.routes()) {
      Set<Scope> own = ((Access.Scoped) table.find(route).orElseThrow()).anyOf();

      Answer answer =
          call(partner("acme", token -> token.scopes(own.toArray(Scope[]::new))), route);

      assertThat(answer.status()).as(route).isNotIn(401, 403);
    }
  }

  private static Answer call(Partner partner, String route) {
    String[] words = route.split(" ");
    String path = words[1].replaceAll("\\{[^}]+}", NOWHERE);
    // Which formats a route takes is asked before who calls.
    Partner sender = path.endsWith("/import") ? partner.with("Content-Type", "text/csv") : partner;
    return sender.send(words[0], path, words[0].equals("POST") ? "{}" : null);
  }
}
