package dev.giftwarden.acceptance.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.local.stack.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The example of every body that a document describes, sent as a partner would copy it: only what
/// it names is put in the place of the names that the example has for it.
class ExamplesTest {
  private static final House HOUSE = House.started();

  /// Made by whoever reads the example, with a key of their own.
  private static final String PEM = "-----BEGIN";

  private static Partner acme;
  private static String token;
  private static Map<String, String> names;

  /// Sent to what does not exist: nobody could take back that a version ends, auth has issued none
  /// of these certificates, a key is rotated once, and no operator raises its limit.
  private static final Set<String> TO_NOBODY =
      Set.of(
          "POST /v1/versions/{version}/deprecate",
          "POST /v2/fulfilments/{id}/ship",
          "PATCH /v2/webhooks/{id}",
          "PATCH /v2/campaigns/{id}",
          "POST /v1/accounts/{account}/keys/{key}/rotate",
          "PATCH /v1/accounts/{account}/keys/{key}",
          "PATCH /v1/accounts/{account}/clients/{client}/certificates/{serial}");

  record Sending(
      Service service,
      String verb,
      String path,
      JsonNode operation,
      JsonNode schema,
      ObjectNode example) {
    @Override
    public String toString() {
      return verb + " " + path;
    }

    List<String> successes() {
      if (TO_NOBODY.contains(toString())) {
        return List.of("404 not-found");
      }
      return operation.path("responses").properties().stream()
          .map(Map.Entry::getKey)
          .filter(status -> status.startsWith("2"))
          .toList();
    }

    /// What the document lets be null, and the example does not have.
    Stream<String> absent() {
      return schema.path("properties").properties().stream()
          .filter(property -> property.getValue().toString().contains("\"null\""))
          .map(Map.Entry::getKey)
          .filter(name -> !example.has(name));
    }
  }

  @BeforeAll
  static void whatTheExamplesName() {
    // Another than acme: a change of an account ends its tokens.
    Partner changed = Partner.enterprise(HOUSE, "changed");
    acme = Partner.enterprise(HOUSE, "examples").withSubAccount("south");
    token = acme.token(acme.sender(), "gift");
    String budget = acme.budget(token, 1_000_000);
    String recipient =
        acme.recipient(token, "{\"name\":\"Ada\",\"email\":\"ada@lovelace.example\"}");
    names =
        Map.of(
            "account", changed.account,
            "client", "erp",
            "key", "000000000000",
            "serial", "4f0d2c",
            "version", "v9",
            "id", "gft_0123456789ABCDEFGHIJKL",
            "budgetId", budget,
            "budget", budget,
            "recipientId", recipient,
            "subAccount", "south");
  }

  static List<Sending> sendings() {
    List<Sending> all = new ArrayList<>();
    for (Service service : Service.values()) {
      JsonNode document =
          HOUSE.curl(Identity.NONE, HOUSE.ports().https(service) + "/openapi?format=json").json();
      for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
        for (Map.Entry<String, JsonNode> verb : path.getValue().properties()) {
          JsonNode media = verb.getValue().at("/requestBody/content/application~1json");
          JsonNode schema = document.at(media.at("/schema/$ref").asText().replaceFirst("#", ""));
          examples(schema, media)
              .map(example ->
                  new Sending(
                      service,
                      verb.getKey().toUpperCase(Locale.ROOT),
                      path.getKey(),
                      verb.getValue(),
                      schema,
                      (ObjectNode) example))
              .forEach(all::add);
        }
      }
    }
    return all;
  }

  /// At least one: a body without an example fails here.
  private static Stream<JsonNode> examples(JsonNode schema, JsonNode media) {
    if (media.isMissingNode()) {
      return Stream.of();
    }
    List<JsonNode> found = new ArrayList<>();
    schema.path("examples").forEach(found::add);
    media.path("examples").forEach(example -> found.add(example.path("value")));
    assertThat(found).as("no example in " + media).isNotEmpty();
    return found.stream().filter(example -> !example.toString().contains(PEM));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sendings")
  @DisplayName("U1 the example of a body is taken, also with null for what it leaves out:")
  void taken(Sending sending) {
    Reply asWritten = send(sending, filled(sending.example()));
    assertThat(asWritten.outcome()).as(asWritten.body()).isIn(sending.successes());
    ObjectNode nulls = filled(sending.example());
    sending.absent().forEach(nulls::putNull);
    Reply withNulls = send(sending, nulls);
    assertThat(withNulls.outcome()).as(nulls + withNulls.body()).isIn(sending.successes());
  }

  @Test
  @DisplayName("U1 the example of a table of recipients is taken, row by row")
  void tableIsTaken() {
    JsonNode document = HOUSE.curl(Identity.NONE, HOUSE.gift + "/openapi?format=json").json();
    String table =
        document
            .at("/paths/~1v2~1recipients~1import/post/requestBody/content/text~1csv/example")
            .asText();

    Reply reply =
        HOUSE.curl(
            acme.certificate,
            HOUSE.gift + "/v2/recipients/import",
            "--header",
            "Content-Type: text/csv",
            "--data-binary",
            table,
            "--oauth2-bearer",
            token);

    assertThat(reply.outcome()).as(reply.body()).isEqualTo("200");
    assertThat(reply.json().path("remembered").asInt()).isEqualTo(table.lines().count() - 1);
  }

  private static ObjectNode filled(ObjectNode example) {
    ObjectNode body = example.deepCopy();
    names.forEach((name, value) -> {
      if (body.has(name) && !body.path(name).asText().startsWith("gwk_")) { // a key is no name
        body.put(name, value);
      }
    });
    if (body.has("id")) {
      body.put("id", HOUSE.fresh("example"));
    }
    return body;
  }

  private static Reply send(Sending sending, ObjectNode body) {
    String path = sending.path();
    for (Map.Entry<String, String> name : names.entrySet()) {
      path = path.replace("{" + name.getKey() + "}", name.getValue());
    }
    assertThat(path).as("say in names what it is").doesNotContain("{");
    String url = HOUSE.ports().https(sending.service()) + path;
    return sending.service() == Service.AUTH
        ? HOUSE.post(HOUSE.operator(), url, body.toString(), "--request", sending.verb())
        : HOUSE.post(
            acme.certificate,
            url,
            body.toString(),
            "--request",
            sending.verb(),
            "--oauth2-bearer",
            token);
  }
}
