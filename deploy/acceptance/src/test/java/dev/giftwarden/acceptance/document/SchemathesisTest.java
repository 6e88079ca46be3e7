package dev.giftwarden.acceptance.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.giftwarden.acceptance.house.Command;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.acceptance.house.Repository;
import dev.giftwarden.local.stack.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Thousands of requests that schemathesis makes of a document, good ones and bad ones: none meets
/// an error of ours, a status that is not documented, or an answer outside its schema. `.ci/run`
/// brings the program where there is Python.
class SchemathesisTest {
  private static final String SEED = "20261129";

  @Test
  @DisplayName("E1 what schemathesis finds in a document is answered as the document says")
  void answersAsDocumented() {
    String program = System.getProperty("giftwarden.schemathesis", "");
    assumeThat(program).isNotEmpty();
    for (Service service : Service.values()) {
      ask(program, service);
    }
  }

  private static void ask(String program, Service service) {
    House house = House.started();
    Partner acme = Partner.enterprise(house, "schemathesis");
    Identity identity = service == Service.AUTH ? house.operator() : acme.certificate;
    List<String> line = new ArrayList<>();
    line.addAll(List.of(program, "run"));
    line.add("%1$s-service/target/openapi/%1$s.json".formatted(service.id()));
    line.addAll(List.of("--url", house.ports().https(service)));
    line.addAll(List.of("--tls-verify", house.root().toString()));
    line.addAll(List.of("--request-cert", identity.certificate().toString()));
    line.addAll(List.of("--request-cert-key", identity.key().toString()));
    if (service != Service.AUTH) {
      line.addAll(List.of("--header", "Authorization:Bearer " + credential(acme, service)));
    }
    line.addAll(List.of("--seed", SEED, "--max-examples", examples(service), "--no-color"));
    line.add("--checks");
    line.add(
        "not_a_server_error,status_code_conformance,content_type_conformance,"
            + "response_headers_conformance,response_schema_conformance");
    Command run =
        Command.run(Repository.ROOT, Duration.ofMinutes(15), Map.of(), line.toArray(String[]::new));
    assertThat(run.exit()).as(run.output()).isZero();
  }

  /// Two thousand cases for each service, however many operations it has.
  private static String examples(Service service) {
    return switch (service) {
      case AUTH -> "150";
      case GIFT -> "200";
      case AUDIT -> "700";
    };
  }

  private static String credential(Partner partner, Service service) {
    return service == Service.AUDIT
        ? partner.key(List.of("audit:read")).secret()
        : partner.sender().secret();
  }
}
