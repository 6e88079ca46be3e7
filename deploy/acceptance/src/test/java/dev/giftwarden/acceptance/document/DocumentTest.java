package dev.giftwarden.acceptance.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Reply;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.acceptance.wire.Draft;
import dev.giftwarden.acceptance.wire.Http2;
import dev.giftwarden.acceptance.wire.Wire;
import dev.giftwarden.local.http.Caller;
import dev.giftwarden.local.stack.Service;
import dev.giftwarden.testkit.Answer;
import dev.giftwarden.testkit.Described;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the services say that they take and answer.
class DocumentTest {
  private static final House HOUSE = House.started();
  private static final ObjectMapper JSON = new ObjectMapper();

  /// They say 401 in words of their own, change nothing that a second time could change again, and
  /// have no header of ours: RFC 6749, RFC 7009, RFC 7662.
  private static final String OAUTH = "post /oauth2/";

  /// What changes nothing that a second time could change again, and why.
  private static final Map<String, String> WITHOUT_IDEMPOTENCY_KEY =
      Map.of(
          "post /v1/certificates/check",
          "reads",
          "delete /v2/webhooks/{id}",
          "what is deleted stays deleted",
          "post /v1/keys/exposed",
          "a key that is exposed stays exposed",
          "post /v1/accounts/{account}/keys/preview",
          "reads",
          "post /v2/gifts/{id}/link",
          "makes another link each time, and the one before is dead",
          "delete /v2/recipients/{id}",
          "who is erased stays erased",
          "post /.well-known/est/simpleenroll",
          "RFC 7030: a key is certified once",
          "post /.well-known/est/simplereenroll",
          "RFC 7030: a key is certified once");

  private record Operation(String name, JsonNode said) {}

  private static JsonNode document(Service service) {
    return HOUSE.curl(Identity.NONE, HOUSE.ports().https(service) + "/openapi?format=json").json();
  }

  private static List<Operation> operations(JsonNode document) {
    List<Operation> all = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(verb ->
                    all.add(new Operation(verb.getKey() + " " + path.getKey(), verb.getValue()))));
    return all;
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  @DisplayName("E1 each service serves the document that its build left for tools")
  void served(Service service) throws IOException {
    String file = "%1$s-service/target/openapi/%1$s.json".formatted(service.id());
    assertThat(document(service))
        .isEqualTo(JSON.readTree(Files.readString(Repository.ROOT.resolve(file))));
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  @DisplayName("E1 every operation has a name of its own, credentials, and every common refusal")
  void complete(Service service) {
    JsonNode document = document(service);
    List<Operation> operations = operations(document);
    List<String> sections = document.path("tags").findValuesAsText("name");
    assertThat(operations)
        .isNotEmpty()
        .allSatisfy(
            one -> assertThat(one.said().at("/tags/0").asText()).as(one.name()).isIn(sections));
    assertThat(operations.stream().map(one -> one.said().path("operationId").asText()))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+[A-Za-z]*(V2)?"));
    for (Operation one : operations) {
      List<String> wanted =
          new ArrayList<>(
              List.of("400", "406", "408", "413", "414", "415", "421", "429", "431", "500", "503"));
      if (!one.said().path("security").isEmpty() && !one.name().startsWith(OAUTH)) {
        wanted.addAll(List.of("401", "403"));
      }
      if (one.name().contains("{")) {
        wanted.add("404");
      }
      assertThat(one.said().path("responses").properties().stream().map(Map.Entry::getKey))
          .as(one.name())
          .containsAll(wanted)
          .anyMatch(status -> status.startsWith("2"));
      assertThat(one.said().has("security")).as(one.name()).isTrue();
      for (JsonNode parameter : one.said().path("parameters")) {
        assertThat(parameter.path("schema").isEmpty()).as(one.name() + parameter).isFalse();
      }
      for (JsonNode content : one.said().findValues("content")) {
        assertThat(content.findValues("schema").stream().noneMatch(JsonNode::isEmpty))
            .as(one.name() + content)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  @DisplayName("E2 whatever changes something takes an Idempotency-Key, and says when it replays")
  void repeatable(Service service) {
    for (Operation one : operations(document(service))) {
      boolean without =
          one.name().startsWith(OAUTH) || WITHOUT_IDEMPOTENCY_KEY.containsKey(one.name());
      if (!one.name().startsWith("get ") && !without) {
        assertThat(one.said().path("parameters").findValuesAsText("name"))
            .as(one.name())
            .contains("Idempotency-Key");
        assertThat(one.said().path("responses").has("422")).as(one.name()).isTrue();
        assertThat(one.said().path("responses").properties())
            .filteredOn(answer -> answer.getKey().startsWith("2"))
            .allMatch(answer -> answer.getValue().path("headers").has("Idempotent-Replayed"));
      }
    }
  }

  @Test
  @DisplayName("E2 what takes no Idempotency-Key is there, and takes none")
  void unrepeatable() {
    Map<String, JsonNode> all = new TreeMap<>();
    for (Service service : Service.values()) {
      operations(document(service)).forEach(one -> all.put(one.name(), one.said()));
    }
    assertThat(WITHOUT_IDEMPOTENCY_KEY)
        .allSatisfy((name, _) ->
            assertThat(
                    Objects.requireNonNull(all.get(name), name)
                        .path("parameters")
                        .findValuesAsText("name"))
                .as(name)
                .doesNotContain("Idempotency-Key"));
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  @DisplayName("E1 what is written as a text is described as one, and not as the type behind it")
  void values(Service service) {
    JsonNode schemas = document(service).path("components").path("schemas");
    assertThat(schemas.properties()).isNotEmpty();
    schemas
        .properties()
        .forEach(schema ->
            assertThat(schema.getValue().at("/properties/value").has("type"))
                .as(schema.getKey() + " " + schema.getValue())
                .isFalse()); // the value of a gift is money, and refers to that
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a status that is not documented  | GET  | 418 | application/json | {} | no such status
          another content type             | GET  | 200 | text/html        | {} | no such content type
          a property more                  | GET  | 200 | application/json | {"id":"gft_0123456789012345678901","status":"sent","sentAt":"2026-12-03T10:15:30.000Z","cancelledAt":null,"more":1} | 'more' is not defined
          a property less                  | GET  | 200 | application/json | {"id":"gft_0123456789012345678901","status":"sent","sentAt":"2026-12-03T10:15:30.000Z"} | cancelledAt
          a value of another form          | GET  | 200 | application/json | {"id":"17","status":"sent","sentAt":"2026-12-03T10:15:30.000Z","cancelledAt":null} | pattern
          a success without an operation   | POST | 200 | application/json | {} | no such operation
          """)
  @DisplayName("E1 an answer that its document does not foresee fails the test that got it:")
  void undocumented(
      String what, String method, int status, String type, String body, String fault) {
    URI uri = URI.create("https://localhost/v1/gifts/gft_0123456789012345678901/status");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Content-Type", type);
    headers.put("X-Request-Id", "edd883c3-9664-44cc-9c1f-57add18c2503");
    assertThatThrownBy(() -> Described.check(method, uri, new Answer(status, headers, body)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(fault);
  }

  /// Java's own text of a record goes to nobody: it has what no answer names.
  @ParameterizedTest
  @CsvSource({"text/plain,406 not-acceptable", "text/*,406 not-acceptable", "*/*,200"})
  @DisplayName("E1 auth answers in the one form that its document names, or not at all")
  void oneForm(String accept, String outcome) {
    Partner acme = Partner.enterprise(HOUSE, "forms");
    Partner.Key key = acme.key(List.of("gifts:read"));
    for (String path : List.of("", "/clients", "/keys", "/keys/" + key.id(), "/sub-accounts")) {
      Reply reply =
          HOUSE.curl(
              HOUSE.operator(),
              HOUSE.auth + "/v1/accounts/" + acme.account + path,
              "--header",
              "Accept: " + accept);
      assertThat(reply.outcome()).as(path).isEqualTo(outcome);
    }
  }

  private interface Asking {
    void ask() throws Exception;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @DisplayName("E1 answers to these tests are held to the documents, whoever asks:")
  void held(String who, Asking asking) throws Exception {
    long before = Described.checked();
    asking.ask();
    assertThat(Described.checked()).isGreaterThan(before);
  }

  static Stream<Arguments> held() {
    String url = HOUSE.gift + "/v1/gifts";
    Path roots = HOUSE.home().given(Service.GIFT).resolve("public");
    Draft draft = new Draft("GET", "/v1/gifts").header("Host", "localhost");
    Wire.Dialer dialer = Wire.Dialer.of(HOUSE, Identity.NONE, "gift");
    return Stream.of(
        asking("curl", () -> HOUSE.curl(Identity.NONE, url)),
        asking(
            "a caller of deploy/local",
            () -> {
              try (Caller caller = Caller.withoutCertificate(roots, "gift")) {
                assertThat(caller.get(url, Map.of()).status()).isEqualTo(401);
              }
            }),
        asking(
            "a connection by the byte",
            () -> {
              try (Wire wire = dialer.dial(url)) {
                wire.send(draft.bytes());
                assertThat(wire.answer(false).orElseThrow().status()).isEqualTo(401);
              }
            }),
        asking(
            "a connection by the frame",
            () -> {
              try (Http2 connection = Http2.open(dialer, url)) {
                int stream = connection.request(draft);
                assertThat(connection.ending(stream).answer().orElseThrow().status())
                    .isEqualTo(401);
              }
            }));
  }

  private static Arguments asking(String who, Asking asking) {
    return Arguments.of(who, asking);
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  @DisplayName("E1 each service has a page to read its document, and lets nothing else run on it")
  void page(Service service) {
    Reply page = HOUSE.curl(Identity.NONE, HOUSE.ports().https(service) + "/openapi.html");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.headers().get("content-type")).startsWith("text/html");
    assertThat(page.headers().get("content-security-policy"))
        .contains("default-src 'none'")
        .contains("script-src 'sha256-")
        .doesNotContain("unsafe");
    assertThat(Stream.of("src=", "http://", "https://", "innerHTML"))
        .noneMatch(page.body()::contains);
  }
}
