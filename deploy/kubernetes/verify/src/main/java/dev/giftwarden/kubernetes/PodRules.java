package dev.giftwarden.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What each pod of ours must be, whoever runs the cluster: restricted, without rights, without a
/// secret in its environment, able to end in peace.
final class PodRules {
  /// Resumed TLS sessions would carry identities that nobody has proven.
  private static final String NO_RESUMPTION = "-Djdk.tls.server.newSessionTicketCount=0";

  /// Nobody attaches to a JVM, and nothing is dumped: a heap holds keys.
  private static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+DisableAttachMechanism",
          "-XX:-HeapDumpOnOutOfMemoryError",
          "-XX:-CreateCoredumpOnCrash");

  private static final Set<String> VOLUMES =
      Set.of("name", "projected", "configMap", "secret", "emptyDir");

  private final Manifests manifests;
  private final List<String> findings = new ArrayList<>();

  private PodRules(Manifests manifests) {
    this.manifests = manifests;
  }

  static List<String> findings(Manifests manifests) {
    PodRules rules = new PodRules(manifests);
    manifests.workloads().forEach(rules::pod);
    manifests.of("Deployment").filter(PodRules::serves).forEach(rules::service);
    manifests.of("Deployment").filter(one -> !serves(one)).forEach(rules::sender);
    manifests.of("ServiceAccount").forEach(rules::account);
    manifests
        .of("Namespace")
        .filter(namespace -> rules.holdsPods(namespace.name()))
        .forEach(rules::namespace);
    return rules.findings;
  }

  private boolean holdsPods(String namespace) {
    return manifests.workloads().anyMatch(workload -> workload.namespace().equals(namespace))
        || manifests.of("Cluster").anyMatch(cluster -> cluster.namespace().equals(namespace));
  }

  private void namespace(Manifest namespace) {
    JsonNode labels = namespace.at("/metadata/labels");
    expect(
        labels.path("pod-security.kubernetes.io/enforce").asText().equals("restricted"),
        namespace,
        "does not enforce restricted pods");
  }

  private void account(Manifest account) {
    expect(isFalse(account.at("/automountServiceAccountToken")), account, "mounts its token");
  }

  private void pod(Manifest workload) {
    JsonNode pod = workload.podSpec();
    expect(isFalse(pod.path("automountServiceAccountToken")), workload, "mounts a token");
    expect(isFalse(pod.path("enableServiceLinks")), workload, "has service links");
    expect(pod.at("/securityContext/runAsNonRoot").asBoolean(), workload, "may run as root");
    expect(pod.at("/securityContext/runAsUser").asInt() > 0, workload, "names no user");
    expect(
        pod.at("/securityContext/seccompProfile/type").asText().equals("RuntimeDefault"),
        workload,
        "has no seccomp profile");
    for (String shared : List.of("hostNetwork", "hostPID", "hostIPC")) {
      expect(!pod.path(shared).asBoolean(), workload, "has " + shared);
    }
    for (JsonNode volume : pod.path("volumes")) {
      volume
          .fieldNames()
          .forEachRemaining(
              field -> expect(VOLUMES.contains(field), workload, "mounts a " + field));
    }
    expect(pod.path("containers").size() == 1, workload, "has containers beside its own");
    List<JsonNode> before = Manifest.nodes(pod.path("initContainers"));
    expect(
        before.size() == (serves(workload) ? 1 : 0),
        workload,
        "does not wait for its schema in one init container");
    before.forEach(container -> waiting(workload, container, pod.at("/containers/0")));
    pod.path("containers").forEach(container -> container(workload, container));
  }

  /// What comes before a service is the service's own image, and asks its database alone.
  private void waiting(Manifest workload, JsonNode container, JsonNode service) {
    expect(
        container.path("image").equals(service.path("image"))
            && Manifest.list(container.path("args")).contains("await-schema"),
        workload,
        "runs something else before its service");
    expect(
        container.path("volumeMounts").findValuesAsText("mountPath").stream()
            .allMatch(path -> path.startsWith("/etc/giftwarden/database/") || path.equals("/tmp")),
        workload,
        "mounts more than the database's certificate before its service");
    container(workload, container);
  }

  private void container(Manifest workload, JsonNode container) {
    JsonNode context = container.path("securityContext");
    expect(isFalse(context.path("allowPrivilegeEscalation")), workload, "may gain privileges");
    expect(!context.path("privileged").asBoolean(), workload, "is privileged");
    expect(context.path("readOnlyRootFilesystem").asBoolean(), workload, "has a writable root");
    expect(
        Manifest.list(context.at("/capabilities/drop")).equals(List.of("ALL"))
            && context.at("/capabilities/add").isEmpty(),
        workload,
        "has capabilities");
    for (String what : List.of("requests", "limits")) {
      for (String of : List.of("cpu", "memory")) {
        expect(
            container.path("resources").path(what).has(of), workload, "has no " + what + "." + of);
      }
    }
    expect(hasTag(container.path("image").asText()), workload, "has an image without a version");
    for (JsonNode variable : container.path("env")) {
      expect(
          variable.at("/valueFrom/secretKeyRef").isMissingNode(),
          workload,
          "has a secret in its environment");
    }
    for (JsonNode source : container.path("envFrom")) {
      expect(!source.has("secretRef"), workload, "has a secret in its environment");
    }
    flags(workload, container);
  }

  private void flags(Manifest workload, JsonNode container) {
    List<String> arguments = Manifest.list(container.path("args"));
    expect(arguments.contains(NO_RESUMPTION), workload, "could resume TLS sessions");
    boolean migrates = arguments.contains("migrate");
    expect(migrates == workload.is("Job"), workload, migrates ? "migrates" : "does not migrate");
    if (container.at("/command/0").asText().matches("(.*/)?java")) {
      for (String flag : JVM_FLAGS) {
        expect(arguments.contains(flag), workload, "runs java without " + flag);
      }
    }
  }

  private static boolean hasTag(String image) {
    String tag = image.substring(image.lastIndexOf('/') + 1);
    return tag.contains("@sha256:") || (tag.contains(":") && !tag.endsWith(":latest"));
  }

  /// Whether it listens, and is called.
  private static boolean serves(Manifest workload) {
    return workload
        .at("/metadata/labels")
        .path("app.kubernetes.io/component")
        .asText()
        .equals("service");
  }

  /// What reaches the internet listens nowhere, and knows no other secret than it sends by.
  private void sender(Manifest deployment) {
    JsonNode container = deployment.at("/spec/template/spec/containers/0");
    expect(Manifest.list(container.path("args")).contains("webhooks"), deployment, "is no service");
    expect(container.path("ports").isEmpty(), deployment, "listens");
    expect(deployment.at("/spec/replicas").asInt() >= 2, deployment, "may have a single replica");
    disruption(deployment);
  }

  private void service(Manifest deployment) {
    JsonNode container = deployment.at("/spec/template/spec/containers/0");
    for (Map.Entry<String, String> probe :
        Map.of("startupProbe", "started", "readinessProbe", "ready", "livenessProbe", "live")
            .entrySet()) {
      JsonNode request = container.path(probe.getKey()).path("httpGet");
      expect(
          request.path("port").asText().equals("management")
              && request.path("scheme").asText().equals("HTTPS")
              && request.path("path").asText().equals("/q/health/" + probe.getValue()),
          deployment,
          "has no " + probe.getKey() + " on its management port");
    }
    expect(deployment.at("/spec/replicas").isMissingNode(), deployment, "fixes its replicas");
    expect(
        deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(1) == 0,
        deployment,
        "goes without a replica while it is updated");
    expect(
        !deployment.podSpec().path("topologySpreadConstraints").isEmpty(),
        deployment,
        "is not spread");
    listens(deployment, container);
    drains(deployment, container);
    replicas(deployment);
  }

  /// Only what is public may be reached by whoever may forward a port into the pod.
  private void listens(Manifest deployment, JsonNode container) {
    for (JsonNode variable : container.path("env")) {
      String name = variable.path("name").asText();
      boolean isPublic = name.equals("QUARKUS_HTTP_HOST");
      if (name.startsWith("QUARKUS_") && name.endsWith("_HOST")) {
        expect(
            isPublic
                ? variable.path("value").asText().equals("0.0.0.0")
                : variable.at("/valueFrom/fieldRef/fieldPath").asText().equals("status.podIP"),
            deployment,
            isPublic ? "cannot be reached by port-forward" : "has an inner listener on loopback");
      }
    }
  }

  private void drains(Manifest deployment, JsonNode container) {
    int pause = container.at("/lifecycle/preStop/sleep/seconds").asInt();
    String map = container.at("/envFrom/0/configMapRef/name").asText();
    String timeout =
        manifests
            .find("ConfigMap", deployment.namespace(), map)
            .map(found -> found.text("/data/QUARKUS_SHUTDOWN_TIMEOUT").replace("S", ""))
            .filter(seconds -> !seconds.isEmpty())
            .orElse("0");
    int grace = deployment.podSpec().path("terminationGracePeriodSeconds").asInt();
    int drain = Integer.parseInt(timeout);
    expect(
        pause > 0 && drain > 0 && grace > pause + drain, deployment, "has no time to end in peace");
  }

  private void replicas(Manifest deployment) {
    expect(
        manifests
            .find("HorizontalPodAutoscaler", deployment.namespace(), deployment.name())
            .filter(scaler -> scaler.at("/spec/minReplicas").asInt() >= 2)
            .isPresent(),
        deployment,
        "may have a single replica");
    disruption(deployment);
  }

  private void disruption(Manifest deployment) {
    expect(
        manifests
            .of("PodDisruptionBudget")
            .filter(budget -> budget.namespace().equals(deployment.namespace()))
            .anyMatch(budget ->
                budget.at("/spec/selector").equals(deployment.at("/spec/selector"))
                    && budget.at("/spec/maxUnavailable").asInt() == 1),
        deployment,
        "has no disruption budget");
  }

  private static boolean isFalse(JsonNode value) {
    return value.isBoolean() && !value.asBoolean();
  }

  private void expect(boolean so, Manifest where, String otherwise) {
    if (!so) {
      findings.add(where + " " + otherwise);
    }
  }
}
