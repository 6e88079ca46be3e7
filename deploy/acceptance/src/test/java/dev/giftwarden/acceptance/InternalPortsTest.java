package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.Handshake;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Node;
import dev.giftwarden.acceptance.house.Repository;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The doors between the services, tried with the stock gRPC client and with openssl.
class InternalPortsTest {
  private static final House HOUSE = House.started();

  @Test
  @DisplayName("Z3 M1 auth's Exchange serves gift and audit, and no other service")
  void exchangeByCaller() {
    assertThat(exchange(HOUSE.issue("service", "gift", "--dns", "localhost"))).isEqualTo("OK");
    assertThat(exchange(HOUSE.issue("service", "audit", "--dns", "localhost"))).isEqualTo("OK");
    assertThat(exchange(HOUSE.issue("service", "auth", "--dns", "localhost")))
        .isEqualTo("PERMISSION_DENIED");
  }

  @Test
  @DisplayName("Z3 Z6 audit's Append takes no caller without a token of its own")
  void appendWithoutToken() {
    assertThat(append(HOUSE.issue("service", "gift", "--dns", "localhost")))
        .isEqualTo("UNAUTHENTICATED");
    assertThat(append(HOUSE.issue("service", "audit", "--dns", "localhost")))
        .isEqualTo("PERMISSION_DENIED");
  }

  @Test
  @DisplayName("M1 Z1 an internal port refuses no certificate and a partner's in the handshake")
  void refusedInTheHandshake() {
    for (String address : new String[] {HOUSE.authGrpc, HOUSE.auditGrpc}) {
      assertThat(handshake(address, Identity.NONE)).isEqualTo("alert number 116");
      assertThat(handshake(address, HOUSE.issue("partner", "acme", "erp")))
          .isEqualTo("alert number 46");
      assertThat(handshake(address, HOUSE.operator())).isEqualTo("alert number 46");
      assertThat(handshake(address, HOUSE.issue("service", "gift", "--dns", "localhost")))
          .isEqualTo("accepted");
    }
  }

  private static String exchange(Identity caller) {
    return call(
        caller,
        HOUSE.authGrpc,
        "auth-service/client/src/main/proto/auth.proto",
        "giftwarden.auth.v1.AuthService",
        "Exchange",
        Map.of("own", Map.of()));
  }

  private static String append(Identity caller) {
    return call(
        caller,
        HOUSE.auditGrpc,
        "audit-service/client/src/main/proto/audit.proto",
        "giftwarden.audit.v1.AuditService",
        "Append",
        Map.of());
  }

  private static String call(
      Identity caller,
      String address,
      String proto,
      String service,
      String method,
      Object request) {
    Map<String, Object> options = new HashMap<>();
    options.put("address", address);
    options.put("proto", Repository.ROOT.resolve(proto).toString());
    options.put("service", service);
    options.put("method", method);
    options.put("ca", HOUSE.root().toString());
    options.put("cert", caller.certificate().toString());
    options.put("key", caller.key().toString());
    options.put("request", request);
    JsonNode answer = Node.run("grpc.mjs", options);
    return answer.at("/code").asText();
  }

  private static String handshake(String address, Identity identity) {
    return Handshake.with(address, identity, "-alpn h2", "-CAfile " + HOUSE.root());
  }
}
