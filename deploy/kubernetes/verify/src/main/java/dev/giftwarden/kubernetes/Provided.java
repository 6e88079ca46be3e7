package dev.giftwarden.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The Secrets and ConfigMaps that will be there, and their keys: written down, made by
/// cert-manager and trust-manager from what is written down, or said to be given beforehand by an
/// annotation of the object that needs them:
///
/// `giftwarden.example/given: Secret cert-manager/giftwarden-services-ca tls.crt tls.key`
final class Provided {
  static final String GIVEN = "giftwarden.example/given";

  /// What cert-manager puts into a Secret.
  private static final Set<String> CREDENTIAL = Set.of("tls.crt", "tls.key", "ca.crt");

  private final Map<String, Set<String>> keys = new HashMap<>();

  Provided(Manifests manifests) {
    for (Manifest manifest : manifests.all()) {
      switch (manifest.kind()) {
        case "Secret", "ConfigMap" -> written(manifest);
        case "Certificate" ->
            add("Secret", manifest.namespace(), manifest.text("/spec/secretName"), CREDENTIAL);
        case "Bundle" -> bundle(manifest, manifests);
        default -> {}
      }
      given(manifest.at("/metadata/annotations").path(GIVEN).asText());
    }
  }

  private void written(Manifest manifest) {
    Set<String> names = new HashSet<>();
    for (String part : List.of("/data", "/stringData", "/binaryData")) {
      manifest.at(part).fieldNames().forEachRemaining(names::add);
    }
    add(manifest.kind(), manifest.namespace(), manifest.name(), names);
  }

  private void bundle(Manifest bundle, Manifests manifests) {
    Map<String, String> wanted =
        Manifest.strings(bundle.at("/spec/target/namespaceSelector/matchLabels"));
    Set<String> key = Set.of(bundle.text("/spec/target/configMap/key"));
    manifests
        .of("Namespace")
        .filter(namespace ->
            Manifest.strings(namespace.at("/metadata/labels"))
                .entrySet()
                .containsAll(wanted.entrySet()))
        .forEach(namespace -> add("ConfigMap", namespace.name(), bundle.name(), key));
  }

  private void given(String annotation) {
    for (String line : annotation.lines().toList()) {
      List<String> words = List.of(line.strip().split(" "));
      Path place = Path.of(words.get(1));
      add(
          words.getFirst(),
          place.getName(0).toString(),
          place.getName(1).toString(),
          Set.copyOf(words.subList(2, words.size())));
    }
  }

  private void add(String kind, String namespace, String name, Set<String> found) {
    keys.computeIfAbsent(id(kind, namespace, name), _ -> new HashSet<>()).addAll(found);
  }

  boolean has(String kind, String namespace, String name) {
    return keys.containsKey(id(kind, namespace, name));
  }

  boolean has(String kind, String namespace, String name, JsonNode key) {
    return keys.getOrDefault(id(kind, namespace, name), Set.of()).contains(key.asText());
  }

  private static String id(String kind, String namespace, String name) {
    return kind + " " + namespace + "/" + name;
  }
}
