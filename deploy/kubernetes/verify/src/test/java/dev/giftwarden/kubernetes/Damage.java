package dev.giftwarden.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.provider.Arguments;

/// Changes one object of an overlay, or two that belong together.
final class Damage {
  private Damage() {}

  static Arguments row(
      String name, String finding, String kind, String of, String at, Consumer<ObjectNode> change) {
    return row(name, finding, kind, of, "", at, change);
  }

  static Arguments row(
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
  static Arguments row(
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
