package dev.giftwarden.auth.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.auth.v1.AuthServiceGrpc;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.edge.grpc.GrpcAccessTable;
import dev.giftwarden.testkit.Answer;
import io.grpc.MethodDescriptor;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("Z3 who may call what")
class AccessTest {
  @Inject AccessTable table;
  @Inject GrpcAccessTable rpcs;

  /// The OpenAPI document is made from the resources themselves, so it knows every route there is.
  @Test
  @DisplayName("K1, Z3 every route has a row in the access table, and every row a route")
  void everyRouteHasARow() {
    var routes = new TreeSet<String>();
    var paths = Edge.stranger().get("/openapi?format=json").json().get("paths");
    paths
        .fields()
        .forEachRemaining(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(
                    method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(routes).isEqualTo(new TreeSet<>(table.routes()));
  }

  @Test
  @DisplayName("Z3 every RPC has a row in the access table, and every row an RPC")
  void everyRpcHasARow() {
    var methods =
        AuthServiceGrpc.getServiceDescriptor().getMethods().stream()
            .map(MethodDescriptor::getFullMethodName)
            .collect(Collectors.toSet());
    assertThat(rpcs.methods()).isEqualTo(methods);
  }

  @Test
  @DisplayName("K1 no route of an account opens to a stranger, or to a key without the scope")
  void nothingIsOpenByAccident() {
    var directory = new Directory();
    var account = directory.account("standard", "optional");
    var key = directory.key(account, "gifts:read", "");
    var bearer = new String[] {"Authorization", "Bearer " + key.get("key").asText()};
    for (var route : table.routes()) {
      if (route.contains(" /v1/accounts")) {
        var stranger = call(Edge.stranger(), route, account);
        assertThat(stranger.status()).as(route).isEqualTo(401);
        var partner = call(Edge.stranger(), route, account, bearer);
        assertThat(partner.status()).as(route).isEqualTo(403);
        assertThat(partner.problem()).isEqualTo("insufficient-scope");
      }
    }
  }

  private static Answer call(Edge edge, String route, String account, String... headers) {
    var path =
        route
            .substring(route.indexOf(' ') + 1)
            .replace("{account}", account)
            .replace("{client}", "erp")
            .replace("{serial}", "1")
            .replace("{key}", "000000000000")
            .replaceAll("\\{[a-z]+}", "nowhere");
    if (route.startsWith("PATCH")) {
      return edge.patch(path, "{}", headers);
    }
    return route.startsWith("GET") ? edge.get(path, headers) : edge.post(path, "{}", headers);
  }

  @Test
  @DisplayName("M2 only an enterprise account can require certificates")
  void enforcementTakesAPlan() {
    var answer =
        Edge.operator()
            .post(
                "/v1/accounts",
                """
                {"id": "cheap", "plan": "standard", "mtls": "required"}\
                """);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.problem()).isEqualTo("plan-required");
  }

  @Test
  @DisplayName("accounts, sub-accounts and clients are made once, and read back as they were made")
  void accountsReadBack() {
    var directory = new Directory();
    var operator = Edge.operator();
    var account = directory.account("enterprise", "required");
    var path = "/v1/accounts/" + account;
    assertThat(operator.get(path).json().get("mtls").asText()).isEqualTo("required");
    var again =
        operator.post(
            "/v1/accounts",
            """
            {"id": "%s", "plan": "enterprise", "mtls": "required"}\
            """
                .formatted(account));
    assertThat(again.status()).isEqualTo(409);
    for (int expected : List.of(201, 409)) {
      assertThat(operator.post(path + "/sub-accounts", "{\"id\": \"sales\"}").status())
          .isEqualTo(expected);
    }
    assertThat(operator.get(path + "/sub-accounts").json().at("/items/0/id").asText())
        .isEqualTo("sales");
    directory.client(account, "erp", "gifts:read");
    assertThat(operator.get(path + "/clients").json().at("/items/0/scopes/0").asText())
        .isEqualTo("gifts:read");
    assertThat(operator.get("/v1/accounts/nowhere").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("E1 what is misspelt or missing is a problem that names the field")
  void faultyBodies() {
    var operator = Edge.operator();
    for (var body :
        List.of(
            "{\"id\": \"ok-name\", \"plan\": \"standard\"}",
            "{\"id\": \"Not A Name\", \"plan\": \"standard\", \"mtls\": \"optional\"}",
            "{\"id\": \"ok-name\", \"plan\": \"gold\", \"mtls\": \"optional\"}",
            "{\"id\": \"ok-name\", \"plan\": \"standard\", \"mtls\": \"optional\", \"x\": 1}",
            "{")) {
      var answer = operator.post("/v1/accounts", body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
      assertThat(answer.problem()).isEqualTo("malformed-request");
    }
  }
}
