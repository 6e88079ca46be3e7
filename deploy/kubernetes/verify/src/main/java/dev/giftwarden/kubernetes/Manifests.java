package dev.giftwarden.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Everything that an overlay renders to.
public record Manifests(List<Manifest> all) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  public Manifests {
    all = List.copyOf(all);
  }

  public static Manifests parse(String yaml) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return new Manifests(documents.readAll().stream().map(Manifest::new).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Stream<Manifest> of(String kind) {
    return all.stream().filter(manifest -> manifest.is(kind));
  }

  public Optional<Manifest> find(String kind, String namespace, String name) {
    return of(kind)
        .filter(manifest -> manifest.namespace().equals(namespace))
        .filter(manifest -> manifest.name().equals(name))
        .findFirst();
  }

  /// Deployments and Jobs.
  public Stream<Manifest> workloads() {
    return all.stream().filter(manifest -> !manifest.podTemplate().isMissingNode());
  }

  /// Workloads of a namespace whose pods carry these labels.
  Stream<Manifest> selected(String namespace, JsonNode matchLabels) {
    Map<String, String> wanted = Manifest.strings(matchLabels);
    return workloads()
        .filter(workload -> workload.namespace().equals(namespace))
        .filter(workload ->
            Manifest.strings(workload.podTemplate().at("/metadata/labels"))
                .entrySet()
                .containsAll(wanted.entrySet()));
  }
}
