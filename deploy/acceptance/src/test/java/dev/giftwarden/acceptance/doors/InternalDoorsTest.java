package dev.giftwarden.acceptance.doors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.Handshake;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Node;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.local.stack.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every certificate at every internal port: what openssl sees of the handshake, and what the stock
/// gRPC client for Node makes of a call. The good one is gift's.
class InternalDoorsTest {
  private static final House HOUSE = House.started();

  /// A gRPC server that accepted the connection complains about this, in HTTP/2.
  private static final byte[] NOT_HTTP2 = "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII);

  private static final Pattern COMPLAINT = Pattern.compile("HTTP/");

  @TempDir private static Path folder;

  private static Map<String, Identity> identities;
  private static Map<String, String> handshakes;
  private static Map<String, String> calls;

  @BeforeAll
  static void tryAll() {
    identities = new Forgery(HOUSE, Forgery.Holder.service("gift"), folder).all();
    identities.put("auth's", HOUSE.issue("service", "auth", "--dns", "localhost"));
    identities.put("audit's", HOUSE.issue("service", "audit", "--dns", "localhost"));
    identities.put("a partner's", Partner.enterprise(HOUSE, "internal").certificate);
    identities.put("an operator's", HOUSE.operator());
    Cells cells = new Cells();
    for (Service service : Service.values()) {
      identities.forEach(
          (name, identity) -> cells.add(name, service.id(), () -> handshake(service, identity)));
    }
    handshakes = cells.tried();
    calls = calls();
  }

  private static String handshake(Service service, Identity identity) {
    Handshake handshake =
        Handshake.saying(
            NOT_HTTP2,
            COMPLAINT,
            address(service),
            identity,
            "-alpn h2 -verify_return_error -CAfile " + HOUSE.root());
    return handshake
        .alert()
        .orElseGet(
            () -> COMPLAINT.matcher(handshake.output()).find() ? "accepted" : handshake.output());
  }

  private static String address(Service service) {
    return "localhost:" + HOUSE.ports().of(service).grpc();
  }

  /// Auth's `Exchange`, gift's health, and audit's `Append` with gift's own token.
  private static Map<String, String> calls() {
    Identity gift = Forgery.named("right", identities);
    List<String> cells = new ArrayList<>();
    List<Map<String, Object>> asked = new ArrayList<>();
    String token = token(gift);
    identities.forEach((name, identity) -> {
      cells.add(Cells.key(name, "auth"));
      asked.add(exchange(identity));
      cells.add(Cells.key(name, "gift"));
      asked.add(call(identity, Service.GIFT, HEALTH, Map.of()));
      cells.add(Cells.key(name, "audit"));
      asked.add(with(token, call(identity, Service.AUDIT, APPEND, Map.of())));
    });
    JsonNode answers = Node.run("grpc.mjs", Map.of("calls", asked));
    Map<String, String> outcomes = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      outcomes.put(cells.get(i), answers.at("/" + i + "/code").asText());
    }
    return outcomes;
  }

  private static String token(Identity gift) {
    JsonNode answer = Node.run("grpc.mjs", Map.of("calls", List.of(exchange(gift))));
    return answer.at("/0/answer/issued/token").asText();
  }

  private record Method(String proto, String service, String name) {}

  private static final Method EXCHANGE =
      new Method(
          "auth-service/client/src/main/proto/auth.proto",
          "giftwarden.auth.v1.AuthService",
          "Exchange");
  private static final Method APPEND =
      new Method(
          "audit-service/client/src/main/proto/audit.proto",
          "giftwarden.audit.v1.AuditService",
          "Append");
  private static final Method HEALTH =
      new Method("deploy/acceptance/src/test/node/health.proto", "grpc.health.v1.Health", "Check");

  private static Map<String, Object> exchange(Identity caller) {
    return call(caller, Service.AUTH, EXCHANGE, Map.of("own", Map.of()));
  }

  private static Map<String, Object> with(String token, Map<String, Object> call) {
    call.put("token", token);
    return call;
  }

  private static Map<String, Object> call(
      Identity caller, Service service, Method method, Object request) {
    Map<String, Object> call = new HashMap<>();
    call.put("address", address(service));
    call.put("proto", Repository.ROOT.resolve(method.proto()).toString());
    call.put("service", method.service());
    call.put("method", method.name());
    call.put("ca", HOUSE.root().toString());
    if (!caller.equals(Identity.NONE)) {
      call.put("cert", caller.certificate().toString());
      call.put("key", caller.key().toString());
    }
    call.put("request", request);
    return call;
  }

  /// A call that is refused in the handshake never gets a status of the service's: the client says
  /// `UNAVAILABLE`. `INVALID_ARGUMENT`: admitted, and told that an empty batch is none.
  @ParameterizedTest(name = "{0}")
  @DisplayName("M1 C14 Z1 Z3 internal ports: certificate by certificate")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none                    | alert 116 | UNAVAILABLE       | UNAVAILABLE       | UNAVAILABLE
          another root's          | alert 46  | UNAVAILABLE       | UNAVAILABLE       | UNAVAILABLE
          expired                 | alert 46  | UNAVAILABLE       | UNAVAILABLE       | UNAVAILABLE
          not yet valid           | alert 46  | UNAVAILABLE       | UNAVAILABLE       | UNAVAILABLE
          self-signed             | alert 46  | UNAVAILABLE       | UNAVAILABLE       | UNAVAILABLE
          self-signed with its id | alert 46  | UNAVAILABLE       | UNAVAILABLE       | UNAVAILABLE
          for servers only        | alert 46  | UNAVAILABLE       | UNAVAILABLE       | UNAVAILABLE
          another issuing CA's    | alert 46  | UNAVAILABLE       | UNAVAILABLE       | UNAVAILABLE
          a partner's             | alert 46  | UNAVAILABLE       | UNAVAILABLE       | UNAVAILABLE
          an operator's           | alert 46  | UNAVAILABLE       | UNAVAILABLE       | UNAVAILABLE
          auth's                  | accepted  | PERMISSION_DENIED | PERMISSION_DENIED | UNAUTHENTICATED
          audit's                 | accepted  | OK                | PERMISSION_DENIED | PERMISSION_DENIED
          right                   | accepted  | OK                | OK                | INVALID_ARGUMENT
          right, its leaf alone   | accepted  | OK                | OK                | INVALID_ARGUMENT
          """)
  void doors(String certificate, String handshake, String auth, String gift, String audit) {
    Map<String, String> wanted = Map.of("auth", auth, "gift", gift, "audit", audit);
    wanted.forEach((service, status) -> {
      String cell = Cells.key(certificate, service);
      assertThat(handshakes.get(cell)).as(service).isEqualTo(handshake);
      assertThat(calls.get(cell)).as(service).isEqualTo(status);
    });
  }

  @Test
  @DisplayName("Z3 Z6 audit's Append takes no caller without a token of its own")
  void appendWithoutToken() {
    List<Object> asked = new ArrayList<>();
    for (String name : List.of("right", "audit's")) {
      asked.add(call(Forgery.named(name, identities), Service.AUDIT, APPEND, Map.of()));
    }
    JsonNode answers = Node.run("grpc.mjs", Map.of("calls", asked));
    assertThat(answers.at("/0/code").asText()).isEqualTo("UNAUTHENTICATED");
    assertThat(answers.at("/1/code").asText()).isEqualTo("PERMISSION_DENIED");
  }
}
