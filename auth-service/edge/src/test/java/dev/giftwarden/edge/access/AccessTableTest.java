package dev.giftwarden.edge.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.edge.grpc.GrpcAccessTable;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTableTest {
  @Test
  @DisplayName("Z3 what has no row has no access")
  void closed() {
    var table = AccessTable.builder().row("GET /v1/gifts/{id}", Access.open()).build();
    assertThat(table.find("GET /v1/gifts/{id}")).contains(Access.open());
    assertThat(table.find("POST /v1/gifts/{id}")).isEmpty();
    assertThat(table.find("GET /v1/gifts/{gift}")).isEmpty();
    assertThat(table.find("GET /v1/gifts")).isEmpty();
    assertThat(table.routes()).containsExactly("GET /v1/gifts/{id}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/gifts",
        "get /v1/gifts",
        "GET v1/gifts",
        "GET /v1/gifts/",
        "GET /v1/{id: .+}"
      })
  @DisplayName("Z3 a row that could never match stops the start")
  void refusesRow(String route) {
    var builder = AccessTable.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.row(route, Access.open()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /gifts", "GET /v9/gifts", "GET /{version}/gifts", "GET /v1"})
  @DisplayName("V1 Z3 a row for a scope belongs to a version, or stops the start")
  void refusesRowWithoutVersion(String route) {
    var builder = AccessTable.builder().row(route, Access.open());
    assertThat(builder.build().find(route)).contains(Access.open());
    for (Access access :
        List.of(Access.scope(Scope.GIFTS_READ), Access.operatorOr(Scope.ACCOUNTS_READ))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> AccessTable.builder().row(route, access));
    }
  }

  @Test
  @DisplayName("V1 Z3 a row has the version of its template; what has no row has none")
  void version() {
    var table =
        AccessTable.builder()
            .row("GET /v1/gifts/{id}", Access.scope(Scope.GIFTS_READ))
            .row("GET /openapi", Access.open())
            .build();
    assertThat(table.version("GET /v1/gifts/{id}")).contains(ApiVersion.V1);
    assertThat(table.version("GET /openapi")).isEmpty();
    assertThat(table.version("GET /v1/gifts/gft_1")).isEmpty();
    assertThat(table.version("POST /v1/gifts/{id}")).isEmpty();
  }

  @Test
  @DisplayName("Z3 two rows for one route stop the start")
  void refusesTwoRows() {
    var builder = AccessTable.builder().row("GET /v1/gifts", Access.scope(Scope.GIFTS_READ));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.row("GET /v1/gifts", Access.open()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Append", "giftwarden.audit.v1.AuditService", "audit/Append", "*/*"})
  @DisplayName("Z3 an RPC is named in full")
  void refusesRpc(String method) {
    var builder = GrpcAccessTable.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.certificate(method, "gift"));
  }

  @Test
  @DisplayName("Z3 an RPC has at least one caller and one row")
  void refusesRpcRows() {
    String append = "giftwarden.audit.v1.AuditService/Append";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GrpcAccessTable.builder().certificate(append));
    var builder = GrpcAccessTable.builder().token(append, Scope.AUDIT_APPEND, "gift");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.certificate(append, "auth"));
  }
}
