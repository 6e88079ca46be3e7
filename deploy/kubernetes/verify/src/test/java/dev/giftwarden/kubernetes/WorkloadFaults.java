package dev.giftwarden.kubernetes;

import static dev.giftwarden.kubernetes.Damage.row;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// What may be wrong with a workload itself and with what it refers to.
final class WorkloadFaults {
  private WorkloadFaults() {}

  static Stream<Arguments> schema() {
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

  static Stream<Arguments> pods() {
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
            o -> o.withArray("containers").addObject()),
        row(
            "a service that does not wait for its schema",
            "does not wait for its schema in one init container",
            "Deployment",
            "gift",
            pod,
            o -> o.remove("initContainers")),
        row(
            "Z7 another image before the service",
            "runs something else before its service",
            "Deployment",
            "gift",
            pod + "/initContainers/0",
            o -> o.put("image", "busybox:1.0")),
        row(
            "C2 a key of the service before it",
            "mounts more than the database's certificate before its service",
            "Deployment",
            "gift",
            pod + "/initContainers/0/volumeMounts/0",
            o -> o.put("mountPath", "/etc/giftwarden/internal")),
        row(
            "Z7 a capability before the service",
            "has capabilities",
            "Deployment",
            "gift",
            pod + "/initContainers/0/securityContext/capabilities",
            o -> o.putArray("add").add("NET_RAW")),
        row(
            "a public listener that no port-forward reaches",
            "cannot be reached by port-forward",
            "Deployment",
            "auth",
            container + "/env/0",
            o -> o.put("value", "10.0.0.1")),
        row(
            "Z9 management on the pod's loopback",
            "has an inner listener on loopback",
            "Deployment",
            "auth",
            container + "/env/2",
            o -> o.put("value", "0.0.0.0").remove("valueFrom")),
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
            "a job that serves",
            "does not migrate",
            "Job",
            "migration",
            container,
            o -> o.putArray("args").add("-Djdk.tls.server.newSessionTicketCount=0")),
        row(
            "a service that owns its schema",
            "Deployment giftwarden-gift/gift migrates",
            "Deployment",
            "gift",
            container,
            o -> o.withArray("args").add("migrate")),
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

  static Stream<Arguments> references() {
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
            "needs ConfigMap giftwarden-peers",
            "Bundle",
            "giftwarden-peers",
            "/spec/target/namespaceSelector/matchLabels",
            o -> o.put("app.kubernetes.io/part-of", "giftwarden2")));
  }
}
