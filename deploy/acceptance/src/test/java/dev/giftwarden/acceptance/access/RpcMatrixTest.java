package dev.giftwarden.acceptance.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.access.PackagedTables.Rpc;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Node;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.local.stack.Service;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Every service at every RPC of every internal port, by the stock Node client. The RPCs are those
/// in the packaged descriptors, what is to be expected is what the packaged access tables say.
class RpcMatrixTest {
  private static final House HOUSE = House.started();
  private static final String REFLECTION =
      "grpc.reflection.%s.ServerReflection/ServerReflectionInfo";

  /// Each service's own token for audit, where auth gives one.
  private static final Map<Service, String> TOKENS = new EnumMap<>(Service.class);

  @BeforeAll
  static void ownTokens() {
    for (Service service : List.of(Service.GIFT, Service.AUDIT)) {
      TOKENS.put(service, ownToken(service).at("/answer/issued/token").asText());
    }
  }

  private record Call(Service at, String method, Service by, @Nullable Service tokenOf) {
    @Override
    public String toString() {
      return "%s on %s's port by %s with %s"
          .formatted(method, at.id(), by.id(), tokenOf == null ? "no token" : tokenOf.id() + "'s");
    }
  }

  @Test
  @DisplayName("Z3 every RPC that is described has its row, and every row its RPC")
  void described() {
    var rows = new TreeSet<String>();
    var described = new TreeSet<String>();
    for (Service service : Service.values()) {
      rows.addAll(tables(service).rpcs().keySet());
      described.addAll(tables(service).described());
    }
    described.removeIf(method -> method.startsWith("grpc."));
    assertThat(described).isNotEmpty();
    assertThat(rows).containsAll(described);
    rows.removeAll(described);
    assertThat(rows).containsExactly("grpc.health.v1.Health/Check");
  }

  @Test
  @DisplayName("Z3 Z6 every service meets what the table says at every RPC of every port")
  void matrix() {
    Set<String> described = methods();
    List<Call> calls = new ArrayList<>();
    Map<String, String> wanted = new TreeMap<>();
    Map<Service, Map<String, Rpc>> tables = new EnumMap<>(Service.class);
    for (Service at : Service.values()) {
      Map<String, Rpc> table = tables(at).rpcs();
      tables.put(at, table);
      for (String method : described) {
        for (Service by : Service.values()) {
          for (Service tokenOf : new Service[] {null, Service.GIFT, Service.AUDIT}) {
            Call call = new Call(at, method, by, tokenOf);
            calls.add(call);
            wanted.put(call.toString(), expected(call, table.get(method)));
          }
        }
      }
    }
    Map<String, String> met = new TreeMap<>();
    List<String> codes = codes(calls);
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      boolean ruled = Objects.requireNonNull(tables.get(call.at())).containsKey(call.method());
      met.put(call.toString(), decision(codes.get(i), ruled));
    }
    assertThat(met).hasSizeGreaterThan(100).isEqualTo(wanted);
    assertThat(met.values()).contains("let in", "PERMISSION_DENIED", "UNAUTHENTICATED");
  }

  /// All that any service describes, and what gRPC servers offer by themselves.
  private static Set<String> methods() {
    var methods = new TreeSet<String>();
    for (Service service : Service.values()) {
      methods.addAll(tables(service).described());
    }
    methods.add("grpc.health.v1.Health/Check");
    methods.add("grpc.health.v1.Health/Watch");
    methods.add(REFLECTION.formatted("v1"));
    methods.add(REFLECTION.formatted("v1alpha"));
    methods.add("giftwarden.auth.v1.AuthService/NoSuch");
    return methods;
  }

  private static String expected(Call call, @Nullable Rpc rule) {
    if (rule == null) {
      return "kept out";
    }
    if (!rule.callers().contains(call.by().id())) {
      return "PERMISSION_DENIED";
    }
    return rule.token() && call.by() != call.tokenOf() ? "UNAUTHENTICATED" : "let in";
  }

  /// What no table names is refused, or not even there.
  private static String decision(String code, boolean ruled) {
    if (!ruled && Set.of("PERMISSION_DENIED", "UNIMPLEMENTED").contains(code)) {
      return "kept out";
    }
    return switch (code) {
      case "PERMISSION_DENIED",
          "UNAUTHENTICATED",
          "UNAVAILABLE",
          "DEADLINE_EXCEEDED",
          "UNIMPLEMENTED" ->
          code;
      default -> "let in";
    };
  }

  private static List<String> codes(List<Call> calls) {
    var identities = new TreeMap<String, Map<String, String>>();
    var tokens = new TreeMap<String, String>();
    for (Service service : Service.values()) {
      Identity identity = identity(service);
      identities.put(
          service.id(),
          Map.of("cert", identity.certificate().toString(), "key", identity.key().toString()));
    }
    TOKENS.forEach((service, token) -> tokens.put(service.id(), token));
    List<List<String>> asked = new ArrayList<>();
    for (Call call : calls) {
      String token = call.tokenOf() == null ? "" : call.tokenOf().id();
      asked.add(List.of(address(call.at()), call.method(), call.by().id(), token));
    }
    String ca = HOUSE.root().toString();
    JsonNode answer =
        Node.run(
            "rpcs.mjs",
            Map.of("ca", ca, "identities", identities, "tokens", tokens, "calls", asked));
    List<String> codes = new ArrayList<>();
    answer.forEach(code -> codes.add(code.asText()));
    return codes;
  }

  @Test
  @DisplayName(
      "Z6 with gift's certificate: a token for audit that may append, and for nothing else")
  void giftsToken() {
    JsonNode claims = Tokens.claims(Objects.requireNonNull(TOKENS.get(Service.GIFT)));
    assertThat(claims.get("aud").asText()).isEqualTo("audit");
    assertThat(claims.get("scope").asText()).isEqualTo("audit:append");
    assertThat(claims.get("sub").asText()).isEqualTo("spiffe://services.giftwarden.example/gift");
    assertThat(claims.at("/cnf/x5t#S256").asText()).isEqualTo(identity(Service.GIFT).thumbprint());
    assertThat(claims.has("gw_account")).isFalse();
  }

  private static PackagedTables tables(Service service) {
    return new PackagedTables(service);
  }

  private static JsonNode ownToken(Service service) {
    Identity identity = identity(service);
    Map<String, Object> options = new HashMap<>();
    options.put("address", address(Service.AUTH));
    options.put(
        "proto",
        Repository.ROOT.resolve("auth-service/client/src/main/proto/auth.proto").toString());
    options.put("service", "giftwarden.auth.v1.AuthService");
    options.put("method", "Exchange");
    options.put("ca", HOUSE.root().toString());
    options.put("cert", identity.certificate().toString());
    options.put("key", identity.key().toString());
    options.put("request", Map.of("own", Map.of()));
    return Node.run("grpc.mjs", Map.of("calls", List.of(options))).get(0);
  }

  private static Identity identity(Service service) {
    return new Identity(HOUSE.home().given(service).resolve("internal"));
  }

  private static String address(Service service) {
    return "localhost:" + HOUSE.ports().of(service).grpc();
  }
}
