package dev.giftwarden.kubernetes.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.kubernetes.Manifest;
import dev.giftwarden.kubernetes.Manifests;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The Secrets and ConfigMaps of the cluster: those that are written down, those that cert-manager
/// makes of Certificates, and those that trust-manager makes of Bundles.
final class Objects {
  private final Map<String, Supplier<Map<String, String>>> known = new HashMap<>();
  private final Map<String, Map<String, String>> made = new HashMap<>();

  Objects(Manifests manifests, Path folder) {
    Issuer issuer = new Issuer(manifests, folder);
    for (Manifest manifest : manifests.all()) {
      switch (manifest.kind()) {
        case "ConfigMap" ->
            put("configMap", manifest.namespace(), manifest.name(), () -> texts(manifest));
        case "Secret" ->
            put("secret", manifest.namespace(), manifest.name(), () -> decoded(manifest));
        case "Certificate" ->
            put(
                "secret",
                manifest.namespace(),
                manifest.text("/spec/secretName"),
                () -> issuer.issue(manifest));
        default -> {}
      }
    }
    manifests.of("Bundle").forEach(bundle -> spread(bundle, manifests));
  }

  private void spread(Manifest bundle, Manifests manifests) {
    JsonNode source = bundle.at("/spec/sources/0/configMap");
    String roots =
        data("configMap", "cert-manager", source.path("name").asText())
            .get(source.path("key").asText());
    Map<String, String> target = Map.of(bundle.text("/spec/target/configMap/key"), roots);
    JsonNode wanted = bundle.at("/spec/target/namespaceSelector/matchLabels");
    manifests
        .of("Namespace")
        .filter(namespace ->
            wanted.properties().stream()
                .allMatch(label ->
                    namespace.at("/metadata/labels").path(label.getKey()).equals(label.getValue())))
        .forEach(namespace -> put("configMap", namespace.name(), bundle.name(), () -> target));
  }

  private static Map<String, String> texts(Manifest map) {
    Map<String, String> texts = new HashMap<>();
    map.at("/data").properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }

  private static Map<String, String> decoded(Manifest secret) {
    Map<String, String> texts = new HashMap<>();
    secret
        .at("/data")
        .properties()
        .forEach(e -> texts.put(e.getKey(), Issuer.decoded(e.getValue())));
    return texts;
  }

  private void put(
      String kind, String namespace, String name, Supplier<Map<String, String>> content) {
    known.put(kind + " " + namespace + "/" + name, content);
  }

  /// A certificate is issued when it is asked for first.
  ///
  /// @throws IllegalStateException where a pod could not start for want of it
  synchronized Map<String, String> data(String kind, String namespace, String name) {
    String key = kind + " " + namespace + "/" + name;
    Supplier<Map<String, String>> content = known.get(key);
    if (content == null) {
      throw new IllegalStateException("no " + key);
    }
    return made.computeIfAbsent(key, _ -> content.get());
  }
}
