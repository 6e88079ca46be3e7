package dev.giftwarden.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The NetworkPolicies as Kubernetes defines them, evaluated: who may open a connection to whom. A
/// pod that no policy selects is open; one that is selected takes what any of its policies allows.
/// Traffic between a pod and its own node is always allowed, which is how probes arrive.
final class Network {

  /// Who may be at an end of a connection.
  ///
  /// @param address true: no pod, an address outside of the cluster's network
  record End(
      String name, Map<String, String> namespace, Map<String, String> labels, boolean address) {

    String namespaceName() {
      return namespace.getOrDefault("kubernetes.io/metadata.name", "");
    }
  }

  private final List<Manifest> policies;
  private final List<End> ends = new ArrayList<>();

  Network(Manifests manifests) {
    this.policies = manifests.of("NetworkPolicy").toList();
    Map<String, Map<String, String>> namespaces = new HashMap<>();
    manifests
        .of("Namespace")
        .forEach(namespace -> {
          Map<String, String> labels = new HashMap<>();
          labels.putAll(Manifest.strings(namespace.at("/metadata/labels")));
          labels.put("kubernetes.io/metadata.name", namespace.name());
          namespaces.put(namespace.name(), labels);
        });
    manifests
        .workloads()
        .forEach(workload -> {
          Map<String, String> labels =
              Manifest.strings(workload.podTemplate().at("/metadata/labels"));
          String service = labels.getOrDefault("app.kubernetes.io/name", "");
          pod(
              workload.is("Job") ? service + "-migration" : service,
              namespaces.getOrDefault(workload.namespace(), Map.of()),
              labels);
        });
    manifests
        .of("Cluster")
        .forEach(cluster ->
            pod(
                "database",
                namespaces.getOrDefault(cluster.namespace(), Map.of()),
                Map.of("cnpg.io/cluster", cluster.name())));
    namespaces.values().stream()
        .filter(labels -> labels.containsKey("pod-security.kubernetes.io/enforce"))
        .forEach(labels ->
            pod("intruder-in-" + labels.get("kubernetes.io/metadata.name"), labels, Map.of()));
    outsiders();
  }

  private void outsiders() {
    String name = "kubernetes.io/metadata.name";
    pod("edge", Map.of(name, "proxies", "giftwarden.example/edge", "true"), Map.of());
    pod("observer", Map.of(name, "watchers", "giftwarden.example/observer", "true"), Map.of());
    pod("names", Map.of(name, "kube-system"), Map.of("k8s-app", "kube-dns"));
    Map<String, String> operator = Map.of("app.kubernetes.io/name", "cloudnative-pg");
    pod("operator", Map.of(name, "cnpg-system"), operator);
    pod("stranger", Map.of(name, "default"), Map.of());
    ends.add(new End("anywhere", Map.of(), Map.of(), true));
  }

  private void pod(String name, Map<String, String> namespace, Map<String, String> labels) {
    ends.add(new End(name, namespace, labels, false));
  }

  /// One line for each connection that is allowed and touches a pod of ours, such as `gift -> auth
  /// 9441/TCP`. Connections of a pod with itself are not asked about.
  Set<String> permitted(Set<Integer> ports) {
    Set<String> permitted = new TreeSet<>();
    for (End from : ends) {
      for (End to : ends) {
        if (isOurs(from) || isOurs(to)) {
          for (int port : ports) {
            for (String protocol : List.of("TCP", "UDP")) {
              if (allows(from, to, protocol, port)) {
                permitted.add(from.name() + " -> " + to.name() + " " + port + "/" + protocol);
              }
            }
          }
        }
      }
    }
    return permitted;
  }

  private boolean isOurs(End end) {
    return policies.stream().anyMatch(policy -> policy.namespace().equals(end.namespaceName()));
  }

  boolean allows(End from, End to, String protocol, int port) {
    return side(from, to, "Egress", "egress", "to", protocol, port)
        && side(to, from, "Ingress", "ingress", "from", protocol, port);
  }

  private boolean side(
      End own, End peer, String type, String rules, String peers, String protocol, int port) {
    List<Manifest> selecting =
        policies.stream()
            .filter(policy -> policy.namespace().equals(own.namespaceName()))
            .filter(policy -> Manifest.list(policy.at("/spec/policyTypes")).contains(type))
            .filter(policy -> selects(policy.at("/spec/podSelector"), own.labels()))
            .toList();
    return selecting.isEmpty()
        || selecting.stream()
            .flatMap(policy -> policy.at("/spec").path(rules).valueStream())
            .anyMatch(rule ->
                port(rule.path("ports"), protocol, port) && peer(rule.path(peers), own, peer));
  }

  private static boolean port(JsonNode ports, String protocol, int port) {
    return ports.isEmpty()
        || ports
            .valueStream()
            .anyMatch(one ->
                one.path("protocol").asText("TCP").equals(protocol)
                    && one.path("port").asInt() == port);
  }

  private static boolean peer(JsonNode peers, End own, End peer) {
    return peers.isEmpty() || peers.valueStream().anyMatch(one -> is(one, own, peer));
  }

  /// A block of addresses stands for what is outside: pods are meant by selectors.
  private static boolean is(JsonNode selector, End own, End peer) {
    if (selector.has("ipBlock") || peer.address()) {
      return selector.has("ipBlock") && peer.address();
    }
    boolean namespace =
        selector.has("namespaceSelector")
            ? selects(selector.path("namespaceSelector"), peer.namespace())
            : peer.namespaceName().equals(own.namespaceName());
    return namespace && selects(selector.path("podSelector"), peer.labels());
  }

  private static boolean selects(JsonNode selector, Map<String, String> labels) {
    if (selector.has("matchExpressions")) {
      throw new IllegalArgumentException("selectors by expression are not evaluated here");
    }
    return labels.entrySet().containsAll(Manifest.strings(selector.path("matchLabels")).entrySet());
  }
}
