package dev.giftwarden.kubernetes;

import static dev.giftwarden.kubernetes.Damage.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// One fault at a time, put into an overlay that has none: each is found, and said.
class FaultsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void finds(String name, String finding, Consumer<List<JsonNode>> damage) {
    List<JsonNode> objects = new ArrayList<>();
    Overlays.rendered("production").all().forEach(one -> objects.add(one.json().deepCopy()));
    damage.accept(objects);
    assertThat(Verify.findings(new Manifests(objects.stream().map(Manifest::new).toList())))
        .anyMatch(found -> found.contains(finding));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
            WorkloadFaults.schema(),
            WorkloadFaults.pods(),
            WorkloadFaults.references(),
            certificates(),
            database(),
            network())
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> certificates() {
    return Stream.of(
        row(
            "C9 a week",
            "lives longer than a day",
            "Certificate",
            "internal",
            "/spec",
            o -> o.put("duration", "168h")),
        row(
            "C9 no duration at all",
            "lives longer than a day",
            "Certificate",
            "internal",
            "/spec",
            o -> o.remove("duration")),
        row(
            "C3 the old key again",
            "keeps its key",
            "Certificate",
            "internal",
            "/spec/privateKey",
            o -> o.remove("rotationPolicy")),
        row(
            "Z3 gift as auth",
            "Certificate giftwarden-gift/internal is not approved",
            "Certificate",
            "internal",
            "giftwarden-gift",
            "/spec",
            o -> o.putArray("uris").add("spiffe://services.giftwarden.example/auth")),
        row(
            "Z3 a role of another service",
            "database-gift is not approved",
            "Certificate",
            "database-gift",
            "/spec",
            o -> o.put("commonName", "auth")),
        row(
            "Z3 a public listener that calls",
            "allows two holders",
            "CertificateRequestPolicy",
            "giftwarden-gift",
            "/spec/allowed/uris",
            o -> ((ArrayNode) o.get("values")).add("spiffe://services.giftwarden.example/auth")),
        row(
            "Z3 a policy for every namespace",
            "is not for one namespace",
            "CertificateRequestPolicy",
            "giftwarden-gift",
            "/spec/selector",
            o -> o.remove("namespace")),
        row(
            "Z3 a policy for any name",
            "allows whatever fits a pattern",
            "CertificateRequestPolicy",
            "giftwarden-gift",
            "/spec/allowed/dnsNames",
            o -> o.putArray("values").add("*")));
  }

  private static Stream<Arguments> database() {
    return Stream.of(
        row(
            "Z1 a door without TLS",
            "lets in without a certificate: host auth auth all cert",
            "Cluster",
            "postgres",
            "/spec/postgresql",
            o -> ((ArrayNode) o.get("pg_hba")).insert(0, "host auth auth all cert")),
        row(
            "a door with a password",
            "lets in who has a password",
            "Cluster",
            "postgres",
            "/spec/postgresql",
            o -> ((ArrayNode) o.get("pg_hba")).remove(3)),
        row(
            "the superuser from afar",
            "opens the superuser",
            "Cluster",
            "postgres",
            "/spec",
            o -> o.put("enableSuperuserAccess", true)),
        row(
            "a role above row-level security",
            "more than a login: gift",
            "Cluster",
            "postgres",
            "/spec/managed/roles/4",
            o -> o.put("bypassrls", true)),
        row(
            "no standby",
            "has no synchronous standby",
            "Cluster",
            "postgres",
            "/spec",
            o -> o.put("instances", 1)));
  }

  private static Stream<Arguments> network() {
    return Stream.of(
        row(
            "Z7 a namespace without the closed door",
            "permits stranger -> intruder-in-giftwarden-gift 22/TCP",
            "NetworkPolicy",
            "nothing",
            "giftwarden-gift",
            "/spec",
            o -> o.putArray("policyTypes").add("Egress")),
        row(
            "Z7 a port more",
            "permits gift -> auth 8451/TCP",
            "NetworkPolicy",
            "auth",
            "/spec/ingress/1",
            o -> o.putArray("ports").addObject().put("protocol", "TCP").put("port", 8451),
            "/spec/egress/0",
            "gift",
            o -> o.putArray("ports").addObject().put("protocol", "TCP").put("port", 8451)),
        row(
            "Z7 the whole namespace instead of the workload",
            "permits intruder-in-giftwarden-audit -> database 5432/TCP",
            "NetworkPolicy",
            "postgres",
            "/spec/ingress/0/from/5",
            o -> o.remove("podSelector"),
            "/spec",
            "names",
            o -> {
              o.putArray("policyTypes").add("Egress");
              o.putArray("egress").addObject();
            }),
        row(
            "a way left out",
            "does not permit gift -> audit 9443/TCP",
            "NetworkPolicy",
            "gift",
            "/spec",
            o -> ((ArrayNode) o.get("egress")).remove(1)));
  }
}
