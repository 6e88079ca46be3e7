package dev.giftwarden.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whatever an object names is there: accounts, Secrets, ConfigMaps and their keys, volumes, ports,
/// Services, Gateways, issuers, namespaces.
final class References {
  /// Where cert-manager and trust-manager read what their cluster-wide objects name.
  private static final String CERT_MANAGER = "cert-manager";

  private final Manifests manifests;
  private final Provided provided;
  private final List<String> findings = new ArrayList<>();

  private References(Manifests manifests) {
    this.manifests = manifests;
    this.provided = new Provided(manifests);
  }

  static List<String> findings(Manifests manifests) {
    References references = new References(manifests);
    Set<String> seen = new HashSet<>();
    for (Manifest manifest : manifests.all()) {
      references.expect(seen.add(manifest.toString()), manifest, "is there twice");
      references.namespace(manifest);
      references.of(manifest);
    }
    return references.findings;
  }

  private void of(Manifest manifest) {
    switch (manifest.kind()) {
      case "Deployment", "Job" -> pod(manifest);
      case "Service" -> service(manifest);
      case "HorizontalPodAutoscaler" ->
          named(manifest, "Deployment", manifest.text("/spec/scaleTargetRef/name"));
      case "PodDisruptionBudget" -> selects(manifest, manifest.at("/spec/selector/matchLabels"));
      case "Certificate" -> issuer(manifest);
      case "ClusterIssuer" ->
          keys(manifest, "Secret", manifest.text("/spec/ca/secretName"), "tls.crt", "tls.key");
      case "Bundle" -> bundle(manifest);
      case "Cluster" -> cluster(manifest);
      case "TLSRoute" -> route(manifest);
      case "Ingress" -> ingress(manifest);
      case "PodMonitor" -> monitor(manifest);
      case "ClusterRole" ->
          Manifest.list(manifest.at("/rules/0/resourceNames"))
              .forEach(name -> named(manifest, "CertificateRequestPolicy", name));
      case "ClusterRoleBinding" -> named(manifest, "ClusterRole", manifest.text("/roleRef/name"));
      default -> {}
    }
  }

  private void namespace(Manifest manifest) {
    String namespace = manifest.namespace();
    expect(
        namespace.isEmpty()
            || namespace.equals(CERT_MANAGER)
            || manifests.find("Namespace", "", namespace).isPresent(),
        manifest,
        "is in a namespace that nobody makes");
  }

  private void pod(Manifest workload) {
    JsonNode pod = workload.podSpec();
    named(workload, "ServiceAccount", pod.path("serviceAccountName").asText());
    List<String> volumes = pod.path("volumes").findValuesAsText("name");
    pod.path("volumes").forEach(volume -> volume(workload, volume));
    Set<String> mounted = new HashSet<>();
    for (JsonNode container : containers(pod)) {
      for (JsonNode mount : container.path("volumeMounts")) {
        mounted.add(mount.path("name").asText());
        expect(
            volumes.contains(mount.path("name").asText()),
            workload,
            "mounts no volume: " + mount.path("name").asText());
      }
      for (JsonNode source : container.path("envFrom")) {
        exists(workload, "ConfigMap", source.at("/configMapRef/name").asText());
      }
      for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
        JsonNode port = container.path(probe).at("/httpGet/port");
        expect(port.isMissingNode() || hasPort(container, port), workload, "probes no port of its");
      }
    }
    pod.path("volumes")
        .forEach(volume ->
            expect(
                mounted.contains(volume.path("name").asText()),
                workload,
                "does not mount its volume " + volume.path("name").asText()));
  }

  private static List<JsonNode> containers(JsonNode pod) {
    return Stream.of("initContainers", "containers")
        .flatMap(kind -> pod.path(kind).valueStream())
        .toList();
  }

  private void volume(Manifest workload, JsonNode volume) {
    Stream.concat(Stream.of(volume), volume.at("/projected/sources").valueStream())
        .forEach(source -> {
          content(workload, "Secret", source.path("secret"));
          content(workload, "ConfigMap", source.path("configMap"));
        });
  }

  private void content(Manifest workload, String kind, JsonNode source) {
    if (source.isMissingNode()) {
      return;
    }
    String name = source.path("secretName").asText(source.path("name").asText());
    exists(workload, kind, name);
    for (JsonNode item : source.path("items")) {
      expect(
          provided.has(kind, workload.namespace(), name, item.path("key")),
          workload,
          "names no key of %s %s: %s".formatted(kind, name, item.path("key").asText()));
    }
  }

  private void service(Manifest service) {
    List<Manifest> pods =
        manifests.selected(service.namespace(), service.at("/spec/selector")).toList();
    expect(!pods.isEmpty(), service, "selects no pod");
    for (Manifest workload : pods) {
      JsonNode container = workload.at("/spec/template/spec/containers/0");
      for (JsonNode port : service.at("/spec/ports")) {
        expect(hasPort(container, port.path("targetPort")), service, "leads to no port");
      }
    }
  }

  private static boolean hasPort(JsonNode container, JsonNode port) {
    return container
        .path("ports")
        .valueStream()
        .anyMatch(own -> own.path("name").equals(port) || own.path("containerPort").equals(port));
  }

  private void selects(Manifest manifest, JsonNode labels) {
    expect(
        manifests.selected(manifest.namespace(), labels).findAny().isPresent(),
        manifest,
        "selects no pod");
  }

  private void issuer(Manifest certificate) {
    expect(
        manifests.find("ClusterIssuer", "", certificate.text("/spec/issuerRef/name")).isPresent(),
        certificate,
        "names no issuer");
  }

  private void bundle(Manifest bundle) {
    for (JsonNode source : bundle.at("/spec/sources")) {
      JsonNode map = source.path("configMap");
      keys(bundle, "ConfigMap", map.path("name").asText(), map.path("key").asText());
    }
  }

  private void cluster(Manifest cluster) {
    cluster.at("/spec/certificates").forEach(name -> exists(cluster, "Secret", name.asText()));
  }

  private void route(Manifest route) {
    for (JsonNode parent : route.at("/spec/parentRefs")) {
      Optional<JsonNode> listener =
          manifests
              .find("Gateway", parent.path("namespace").asText(), parent.path("name").asText())
              .flatMap(gateway ->
                  gateway
                      .at("/spec/listeners")
                      .valueStream()
                      .filter(one -> one.path("name").equals(parent.path("sectionName")))
                      .findFirst());
      expect(
          listener.isPresent()
              && listener.get().path("hostname").equals(route.at("/spec/hostnames/0"))
              && listener
                  .get()
                  .at("/allowedRoutes/namespaces/selector/matchLabels")
                  .path("kubernetes.io/metadata.name")
                  .asText()
                  .equals(route.namespace()),
          route,
          "has no listener that takes it");
    }
    for (JsonNode backend : route.at("/spec/rules/0/backendRefs")) {
      backend(route, backend.path("name").asText(), backend.path("port"));
    }
  }

  private void ingress(Manifest ingress) {
    for (JsonNode path : ingress.at("/spec/rules/0/http/paths")) {
      JsonNode service = path.at("/backend/service");
      backend(ingress, service.path("name").asText(), service.at("/port/name"));
    }
  }

  private void backend(Manifest manifest, String service, JsonNode port) {
    expect(
        manifests
            .find("Service", manifest.namespace(), service)
            .filter(found ->
                found
                    .at("/spec/ports")
                    .valueStream()
                    .anyMatch(
                        own -> own.path("name").equals(port) || own.path("port").equals(port)))
            .isPresent(),
        manifest,
        "leads to no service: " + service + " " + port.asText());
  }

  /// PostgreSQL's pods are CloudNativePG's; their port is as its documentation says.
  private void monitor(Manifest monitor) {
    JsonNode labels = monitor.at("/spec/selector/matchLabels");
    JsonNode endpoint = monitor.at("/spec/podMetricsEndpoints/0");
    boolean found =
        labels.has("cnpg.io/cluster")
            ? manifests
                    .find("Cluster", monitor.namespace(), labels.path("cnpg.io/cluster").asText())
                    .isPresent()
                && endpoint.path("port").asText().equals("metrics")
            : manifests
                .selected(monitor.namespace(), labels)
                .anyMatch(pod ->
                    hasPort(pod.at("/spec/template/spec/containers/0"), endpoint.path("port")));
    expect(found, monitor, "selects no port of a pod");
    JsonNode root = endpoint.at("/tlsConfig/ca/configMap");
    expect(
        provided.has(
            "ConfigMap", monitor.namespace(), root.path("name").asText(), root.path("key")),
        monitor,
        "trusts a root that is not there");
    String server = endpoint.at("/tlsConfig/serverName").asText();
    expect(
        manifests
            .of("Certificate")
            .filter(certificate -> certificate.namespace().equals(monitor.namespace()))
            .anyMatch(
                certificate -> Manifest.list(certificate.at("/spec/dnsNames")).contains(server)),
        monitor,
        "expects a name that no certificate has");
  }

  private void keys(Manifest manifest, String kind, String name, String... keys) {
    for (String key : keys) {
      expect(
          provided.has(
              kind, CERT_MANAGER, name, new com.fasterxml.jackson.databind.node.TextNode(key)),
          manifest,
          "needs %s %s/%s with %s".formatted(kind, CERT_MANAGER, name, key));
    }
  }

  private void exists(Manifest manifest, String kind, String name) {
    expect(
        provided.has(kind, manifest.namespace(), name),
        manifest,
        "needs %s %s".formatted(kind, name));
  }

  private void named(Manifest manifest, String kind, String name) {
    boolean clusterWide = kind.startsWith("Cluster") || kind.equals("CertificateRequestPolicy");
    expect(
        manifests.find(kind, clusterWide ? "" : manifest.namespace(), name).isPresent(),
        manifest,
        "needs %s %s".formatted(kind, name));
  }

  private void expect(boolean so, Manifest where, String otherwise) {
    if (!so) {
      findings.add(where + " " + otherwise);
    }
  }
}
