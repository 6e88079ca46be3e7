package dev.giftwarden.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    return Stream.of(schema(), pods(), references(), certificates(), database(), network())
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> schema() {
    return Stream.of(
        row(
            "a field that does not exist",
            "unknown field .spec.template.spec.containers[0].imagee",
            "Deployment",
            "auth",
            "/spec/template/spec/containers/0",
            o -> o.put("imagee", "x")),
        row(
            "a text where a number is due",
            "maxReplicas must be a number",
            "HorizontalPodAutoscaler",
            "gift",
            "/spec",
            o -> o.put("maxReplicas", "six")),
        row(
            "an API that was removed",
            "policy/v1beta1 is not served",
            "PodDisruptionBudget",
            "gift",
            "",
            o -> o.put("apiVersion", "policy/v1beta1")),
        row(
            "a required field left out",
            ".spec.secretName must be present",
            "Certificate",
            "public",
            "/spec",
            o -> o.remove("secretName")),
        row(
            "a word that is not in the list",
            "must be one of [any, first]",
            "Cluster",
            "postgres",
            "/spec/postgresql/synchronous",
            o -> o.put("method", "all")),
        row(
            "a field that the operator drops",
            "unknown field .spec.postgresql.pghba",
            "Cluster",
            "postgres",
            "/spec/postgresql",
            o -> o.put("pghba", "x")),
        row(
            "a route of another version",
            "gateway.networking.k8s.io/v1alpha2 is not served",
            "TLSRoute",
            "gift",
            "",
            o -> o.put("apiVersion", "gateway.networking.k8s.io/v1alpha2")));
  }

  private static Stream<Arguments> pods() {
    String pod = "/spec/template/spec";
    String container = pod + "/containers/0";
    return Stream.of(
        row(
            "Z7 a token is mounted",
            "Deployment giftwarden-auth/auth mounts a token",
            "Deployment",
            "auth",
            pod,
            o -> o.remove("automountServiceAccountToken")),
        row(
            "Z7 root is possible",
            "may run as root",
            "Deployment",
            "gift",
            pod + "/securityContext",
            o -> o.remove("runAsNonRoot")),
        row(
            "Z7 the root file system is writable",
            "has a writable root",
            "Job",
            "migration",
            container + "/securityContext",
            o -> o.put("readOnlyRootFilesystem", false)),
        row(
            "Z7 a capability comes back",
            "has capabilities",
            "Deployment",
            "audit",
            container + "/securityContext/capabilities",
            o -> o.putArray("add").add("NET_RAW")),
        row(
            "Z7 no limit of memory",
            "has no limits.memory",
            "Deployment",
            "audit",
            container + "/resources/limits",
            o -> o.remove("memory")),
        row(
            "Z7 the node's files",
            "mounts a hostPath",
            "Deployment",
            "audit",
            pod + "/volumes/0",
            o -> o.putObject("hostPath").put("path", "/")),
        row(
            "Z7 a container beside it",
            "has containers beside its own",
            "Deployment",
            "audit",
            pod,
            o -> o.putArray("initContainers").addObject()),
        row(
            "Z8 a secret in the environment",
            "has a secret in its environment",
            "Deployment",
            "audit",
            container + "/env/0",
            o -> o.putObject("valueFrom").putObject("secretKeyRef").put("name", "x")),
        row(
            "Z11 TLS sessions resume",
            "could resume TLS sessions",
            "Deployment",
            "gift",
            container,
            o -> o.putArray("args")),
        row(
            "Z11 a JVM that anybody attaches to",
            "without -XX:+DisableAttachMechanism",
            "Deployment",
            "gift",
            container,
            o -> o.putArray("command").add("java")),
        row(
            "Z9 probes on the public port",
            "has no readinessProbe on its management port",
            "Deployment",
            "auth",
            container + "/readinessProbe/httpGet",
            o -> o.put("port", "https")),
        row(
            "an image without a version",
            "has an image without a version",
            "Deployment",
            "auth",
            container,
            o -> o.put("image", "giftwarden/auth:latest")),
        row(
            "a drain longer than the grace",
            "has no time to end in peace",
            "Deployment",
            "auth",
            pod,
            o -> o.put("terminationGracePeriodSeconds", 30)),
        row(
            "one replica",
            "may have a single replica",
            "HorizontalPodAutoscaler",
            "audit",
            "/spec",
            o -> o.put("minReplicas", 1)),
        row(
            "a namespace for any pod",
            "does not enforce restricted pods",
            "Namespace",
            "giftwarden-gift",
            "/metadata/labels",
            o -> o.remove("pod-security.kubernetes.io/enforce")));
  }

  private static Stream<Arguments> references() {
    String pod = "/spec/template/spec";
    return Stream.of(
        row(
            "a Secret that nobody makes",
            "needs Secret public",
            "Certificate",
            "public",
            "/spec",
            o -> o.put("secretName", "edge")),
        row(
            "a key that a Secret does not have",
            "names no key of Secret internal: tls.pem",
            "Deployment",
            "auth",
            pod + "/volumes/0/projected/sources/0/secret/items/0",
            o -> o.put("key", "tls.pem")),
        row(
            "an account that is not there",
            "needs ServiceAccount authority",
            "Deployment",
            "auth",
            pod,
            o -> o.put("serviceAccountName", "authority")),
        row(
            "a probe of no port",
            "probes no port",
            "Deployment",
            "auth",
            pod + "/containers/0/livenessProbe/httpGet",
            o -> o.put("port", "admin")),
        row(
            "a Service that selects nobody",
            "Service giftwarden-gift/gift selects no pod",
            "Service",
            "gift",
            "/spec/selector",
            o -> o.put("app.kubernetes.io/name", "gifts")),
        row(
            "a Service that leads to no port",
            "leads to no port",
            "Service",
            "audit-internal",
            "/spec/ports/0",
            o -> o.put("targetPort", "internal")),
        row(
            "a route to no Service",
            "leads to no service: gifts 443",
            "TLSRoute",
            "gift",
            "/spec/rules/0/backendRefs/0",
            o -> o.put("name", "gifts")),
        row(
            "a route that its listener does not take",
            "has no listener that takes it",
            "TLSRoute",
            "gift",
            "/spec",
            o -> o.putArray("hostnames").add("x.example")),
        row(
            "M1 metrics of whoever answers",
            "expects a name that no certificate has",
            "PodMonitor",
            "gift",
            "/spec/podMetricsEndpoints/0/tlsConfig",
            o -> o.put("serverName", "gift.example")),
        row(
            "a CA that nobody gave",
            "needs Secret cert-manager/giftwarden-services-ca",
            "ClusterIssuer",
            "giftwarden-services",
            "/metadata",
            o -> o.remove("annotations")),
        row(
            "a bundle for no namespace",
            "needs ConfigMap giftwarden-root",
            "Bundle",
            "giftwarden-root",
            "/spec/target/namespaceSelector/matchLabels",
            o -> o.put("app.kubernetes.io/part-of", "giftwarden2")));
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
            "/spec/ingress/0/from/4",
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

  private static Arguments row(
      String name, String finding, String kind, String of, String at, Consumer<ObjectNode> change) {
    return row(name, finding, kind, of, "", at, change);
  }

  private static Arguments row(
      String name,
      String finding,
      String kind,
      String of,
      String namespace,
      String at,
      Consumer<ObjectNode> change) {
    Consumer<List<JsonNode>> damage = objects -> change(objects, kind, of, namespace, at, change);
    return Arguments.of(name, finding, damage);
  }

  /// Two objects of a kind: a connection has two ends.
  private static Arguments row(
      String name,
      String finding,
      String kind,
      String first,
      String firstAt,
      Consumer<ObjectNode> firstChange,
      String secondAt,
      String second,
      Consumer<ObjectNode> secondChange) {
    Consumer<List<JsonNode>> damage =
        objects -> {
          change(objects, kind, first, "", firstAt, firstChange);
          change(objects, kind, second, "", secondAt, secondChange);
        };
    return Arguments.of(name, finding, damage);
  }

  private static void change(
      List<JsonNode> objects,
      String kind,
      String name,
      String namespace,
      String at,
      Consumer<ObjectNode> change) {
    List<ObjectNode> found =
        objects.stream()
            .filter(object -> object.path("kind").asText().equals(kind))
            .filter(object -> object.at("/metadata/name").asText().equals(name))
            .filter(object -> object.at("/metadata/namespace").asText().contains(namespace))
            .map(object -> object.at(at))
            .filter(JsonNode::isObject)
            .map(ObjectNode.class::cast)
            .toList();
    assertThat(found).as(kind + " " + name + " " + at).isNotEmpty();
    found.forEach(change);
  }
}
