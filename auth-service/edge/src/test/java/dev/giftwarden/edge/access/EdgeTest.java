package dev.giftwarden.edge.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.testing.TestAuth;
import dev.giftwarden.auth.client.testing.TestToken;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Https;
import dev.giftwarden.testkit.Tls;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole edge over real TLS, with a real auth behind it.
@QuarkusTest
@QuarkusTestResource(EdgeStack.class)
class EdgeTest {
  private static final String KEY = "gwk_test_4fKq81ZpWc0x_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa4TUUE1";
  private static final ObjectMapper JSON = new ObjectMapper();

  @ConfigProperty(name = "edge.test.folder")
  Path folder;

  @Inject TestAuth auth;
  @Inject ThingBeans sink;

  @BeforeEach
  void followTheFeed() {
    auth.awaitConsumers(1);
    sink.denials.clear();
  }

  /// @param as whose certificate is shown; `none`: nobody's
  private Https client(String as) {
    var context =
        as.equals("none") ? Tls.asNobody(folder("internal"), "gift") : Tls.as(folder(as), "gift");
    return Https.over(context, HttpClient.Version.HTTP_1_1);
  }

  private TlsFolder folder(String name) {
    return TlsFolder.open(folder.resolve(name), InstantSource.system());
  }

  private HttpResponse<String> call(String as, String method, String path, String... headers) {
    return send(as, method, path, "", headers);
  }

  private HttpResponse<String> send(
      String as, String method, String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(service().resolve(path))
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (var client = client(as)) {
      return client.ask(request);
    }
  }

  private static URI service() {
    URI listening = ConfigProvider.getConfig().getValue("test.url.ssl", URI.class);
    return URI.create("https://localhost:" + listening.getPort());
  }

  private TestToken token() {
    var acme = folder("acme").own();
    return auth.token().boundTo(acme.thumbprint()).scopes(Scope.GIFTS_READ, Scope.GIFTS_SEND);
  }

  private String bearer() {
    return "Bearer " + auth.mint(token());
  }

  private JsonNode problem(HttpResponse<String> answer, ProblemType type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(type.status());
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("application/problem+json"));
    JsonNode body;
    try {
      body = JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(answer.body(), e);
    }
    String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
    assertThat(UUID.fromString(id)).hasToString(id);
    assertThat(body.get("type").asText()).isEqualTo(type.uri().toString());
    assertThat(body.get("title").asText()).isEqualTo(type.title());
    assertThat(body.get("status").asInt()).isEqualTo(type.status());
    assertThat(body.get("detail").asText()).isNotEmpty();
    assertThat(body.get("instance").asText()).isEqualTo("urn:uuid:" + id);
    assertThat(body.get("requestId").asText()).isEqualTo(id);
    assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
        .isEqualTo(type.status() == 401 || type == ProblemType.INSUFFICIENT_SCOPE);
    return body;
  }

  private Denial onlyDenial() {
    assertThat(sink.denials).hasSize(1);
    return sink.denials.getFirst();
  }

  @Test
  @DisplayName("T2 a token over its own certificate passes, over another or none it is 401")
  void bound() {
    String bearer = bearer();
    var good = call("acme", "GET", "/v1/things", "Authorization", bearer);
    assertThat(good.statusCode()).as(good.body()).isEqualTo(200);
    assertThat(good.body()).isEqualTo("{\"actor\":\"key:4fKq81ZpWc0x\"}");
    assertThat(sink.denials).isEmpty();
    problem(
        call("bluebird", "GET", "/v1/things", "Authorization", bearer),
        ProblemType.CERTIFICATE_MISMATCH);
    assertThat(onlyDenial().claimant().map(Caller::actor)).contains("key:4fKq81ZpWc0x");
    assertThat(onlyDenial().origin().certificate().orElseThrow().id())
        .isEqualTo(new SpiffeId.Partner("bluebird", "erp"));
    problem(
        call("none", "GET", "/v1/things", "Authorization", bearer),
        ProblemType.CERTIFICATE_REQUIRED);
  }

  @Test
  @DisplayName("K1 a scope too little is 403 and says which it takes; the refusal is recorded once")
  void scope() {
    String readOnly = "Bearer " + auth.mint(token().scopes(Scope.GIFTS_READ));
    var body =
        problem(
            send("acme", "POST", "/v1/things", "{}", "Authorization", readOnly),
            ProblemType.INSUFFICIENT_SCOPE);
    assertThat(body.get("detail").asText()).isEqualTo("This takes the scope gifts:send.");
    assertThat(onlyDenial().action()).isEqualTo("POST /v1/things");
    assertThat(onlyDenial().reason()).isEqualTo(Refusal.SCOPE);
    assertThat(onlyDenial().anonymous()).isFalse();
  }

  @Test
  @DisplayName("T3 the public faces: none, another audience, garbage, two credentials")
  void refusals() {
    problem(call("none", "GET", "/v1/things"), ProblemType.CREDENTIALS_MISSING);
    assertThat(onlyDenial().anonymous()).isTrue();
    String other = "Bearer " + auth.mint(token().audience(Audience.AUDIT));
    problem(call("acme", "GET", "/v1/things", "Authorization", other), ProblemType.TOKEN_INVALID);
    problem(
        call("acme", "GET", "/v1/things", "Authorization", "Bearer x"), ProblemType.TOKEN_INVALID);
    problem(
        call("acme", "GET", "/v1/things", "Authorization", "Basic eDp5"),
        ProblemType.CREDENTIALS_MISSING);
    problem(
        call("acme", "GET", "/v1/things", "Authorization", bearer(), "X-Api-Key", KEY),
        ProblemType.TWO_CREDENTIALS);
  }

  @Test
  @DisplayName("A bare key is exchanged once, kept for its life, and dead when its epoch is over")
  void bareKey() {
    var claims = token().key("bareKey00001").epoch("key:bareKey00001", 1).claims();
    auth.exchanges(KEY, _ -> claims);
    assertThat(call("acme", "GET", "/v1/things", "X-Api-Key", KEY).statusCode()).isEqualTo(200);
    auth.refuses(KEY, ProblemType.KEY_REVOKED);
    assertThat(call("acme", "GET", "/v1/things", "Authorization", "Bearer " + KEY).statusCode())
        .isEqualTo(200);
    auth.raise("key:bareKey00001", 2);
    problem(call("acme", "GET", "/v1/things", "X-Api-Key", KEY), ProblemType.KEY_REVOKED);
    problem(call("none", "GET", "/v1/things", "X-Api-Key", "gwk_x"), ProblemType.KEY_INVALID);
  }

  @Test
  @DisplayName("Z3 a route without a row is closed, whoever calls it")
  void closedByDefault() {
    var all = auth.mint(token().scopes(Scope.values()));
    problem(
        call("acme", "DELETE", "/v1/things/abc", "Authorization", "Bearer " + all),
        ProblemType.INSUFFICIENT_SCOPE);
    assertThat(onlyDenial().reason()).isEqualTo(Refusal.NO_ACCESS_ROW);
    assertThat(onlyDenial().action()).isEqualTo("DELETE /v1/things/{id}");
  }

  @Test
  @DisplayName("An operator certificate opens operators' routes and no others")
  void operator() {
    assertThat(call("olga", "GET", "/v1/things/operators/only").body())
        .contains("spiffe://operators.giftwarden.example/olga");
    assertThat(call("olga", "GET", "/v1/things/operators/mixed").statusCode()).isEqualTo(200);
    problem(call("olga", "GET", "/v1/things"), ProblemType.CREDENTIALS_MISSING);
    problem(call("acme", "GET", "/v1/things/operators/only"), ProblemType.CERTIFICATE_REQUIRED);
    problem(
        call("acme", "GET", "/v1/things/operators/only", "Authorization", bearer()),
        ProblemType.INSUFFICIENT_SCOPE);
    problem(
        call("olga", "GET", "/v1/things/operators/mixed", "Authorization", bearer()),
        ProblemType.TWO_CREDENTIALS);
    String reader = "Bearer " + auth.mint(token().scopes(Scope.ACCOUNTS_READ));
    assertThat(call("acme", "GET", "/v1/things/operators/mixed", "Authorization", reader).body())
        .contains("key:4fKq81ZpWc0x");
  }

  @Test
  @DisplayName("A token without the version of the path is 403")
  void version() {
    String none = "Bearer " + auth.mint(token().versions());
    problem(
        call("acme", "GET", "/v1/things", "Authorization", none), ProblemType.VERSION_NOT_GRANTED);
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("E1 a body that is not as documented is a 400 that names the field, never the value")
  void bodies(String body, String field, String message) {
    var answer =
        send(
            "acme",
            "POST",
            "/v1/things",
            body,
            "Authorization",
            bearer(),
            "Content-Type",
            JSON_TYPE);
    var problem = problem(answer, ProblemType.MALFORMED_REQUEST);
    assertThat(answer.body()).doesNotContain("Alice").doesNotContain("dev.giftwarden");
    if (field.isEmpty()) {
      assertThat(problem.has("errors")).isFalse();
    } else {
      assertThat(problem.get("errors").get(0).get("field").asText()).isEqualTo(field);
      assertThat(problem.get("errors").get(0).get("message").asText()).contains(message);
    }
  }

  private static final String JSON_TYPE = "application/json";

  static Stream<Arguments> bodies() {
    return Stream.of(
        argumentSet("not JSON", "{\"name\": Alice", "", ""),
        argumentSet("two documents", "{\"name\":\"x\"} {\"name\":\"Alice\"}", "", ""),
        argumentSet("a field twice", "{\"name\":\"x\",\"name\":\"Alice\"}", "", ""),
        argumentSet("unknown field", "{\"name\":\"x\",\"accountId\":\"B\"}", "accountId", "exists"),
        argumentSet("odd field name", "{\"Alice Smith <a@b>\":1}", "?", "exists"),
        argumentSet("wrong type", part("\"acme\"", "\"Alice\""), "parts[0].amount", "form"),
        argumentSet("a fraction of a cent", part("\"acme\"", "1.5"), "parts[0].amount", "form"),
        argumentSet("an amount as text", part("\"acme\"", "\"5\""), "parts[0].amount", "form"),
        argumentSet("an id that is none", part("\"Alice\"", "5"), "parts[0].owner", "3 to 40"),
        argumentSet("a missing field", "{\"parts\":[]}", "thing.name", "is needed"));
  }

  private static String part(String owner, String amount) {
    return "{\"name\":\"x\",\"parts\":[{\"owner\":" + owner + ",\"amount\":" + amount + "}]}";
  }

  @Test
  @DisplayName("E1 whatever the framework refuses has the same shape")
  void frameworkProblems() {
    String bearer = bearer();
    problem(call("acme", "GET", "/v1/nothing"), ProblemType.NOT_FOUND);
    problem(call("acme", "GET", "/"), ProblemType.NOT_FOUND);
    problem(call("acme", "GET", "/v1/things/abc", "Authorization", bearer), ProblemType.NOT_FOUND);
    problem(
        call("acme", "GET", "/v1/things?limit=Alice", "Authorization", bearer),
        ProblemType.NOT_FOUND);
    var notAllowed = call("acme", "PUT", "/v1/things", "Authorization", bearer);
    problem(notAllowed, ProblemType.METHOD_NOT_ALLOWED);
    problem(
        call("acme", "GET", "/v1/things", "Authorization", bearer, "Accept", "image/png"),
        ProblemType.NOT_ACCEPTABLE);
    problem(
        send("acme", "POST", "/v1/things", "x", "Authorization", bearer, "Content-Type", "text/x"),
        ProblemType.UNSUPPORTED_MEDIA_TYPE);
    problem(call("acme", "GET", "/v1/things/invalid"), ProblemType.MALFORMED_REQUEST);
    String large = "{\"name\":\"" + "x".repeat(2_000) + "\"}";
    problem(
        send(
            "acme",
            "POST",
            "/v1/things",
            large,
            "Authorization",
            bearer,
            "Content-Type",
            JSON_TYPE),
        ProblemType.PAYLOAD_TOO_LARGE);
  }

  @Test
  @DisplayName("E1 K4 what nobody foresaw says nothing but its request id")
  void internalError() {
    var answer = call("none", "GET", "/v1/things/boom");
    problem(answer, ProblemType.INTERNAL_ERROR);
    assertThat(answer.body()).doesNotContain("alice").doesNotContain("table");
  }

  @Test
  @DisplayName("A caller cannot choose the request id")
  void requestId() {
    String chosen = UUID.randomUUID().toString();
    var answer = call("none", "GET", "/v1/things/public", "X-Request-Id", chosen);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().allValues("X-Request-Id")).hasSize(1).doesNotContain(chosen);
  }
}
