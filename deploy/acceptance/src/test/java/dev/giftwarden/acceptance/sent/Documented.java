package dev.giftwarden.acceptance.sent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/// What a service's own document says that can be sent to it.
record Documented(JsonNode document) {

  static Documented of(House house, String url) {
    return new Documented(house.curl(Identity.NONE, url + "/openapi?format=json").json());
  }

  /// For each route that takes JSON, `POST /v1/gifts`: the fields of the body, `address.city`.
  Map<String, Set<String>> bodies() {
    Map<String, Set<String>> bodies = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        JsonNode content = operation.getValue().path("requestBody").path("content");
        JsonNode schema = content.path("application/json").path("schema");
        if (!schema.isMissingNode()) {
          Set<String> fields = new TreeSet<>();
          collect(schema, "", fields);
          bodies.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), fields);
        }
      }
    }
    return bodies;
  }

  /// For each list: the names of its parameters.
  Map<String, List<String>> queries() {
    Map<String, List<String>> queries = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      JsonNode parameters = path.getValue().path("get").path("parameters");
      List<String> names =
          StreamSupport.stream(parameters.spliterator(), false)
              .map(this::resolved)
              .filter(parameter -> parameter.path("in").asText().equals("query"))
              .map(parameter -> parameter.path("name").asText())
              .toList();
      if (names.contains("limit")) {
        queries.put(path.getKey(), names);
      }
    }
    return queries;
  }

  private void collect(JsonNode given, String at, Set<String> fields) {
    JsonNode schema = resolved(given);
    for (String choice : List.of("allOf", "anyOf", "oneOf")) {
      schema.path(choice).forEach(one -> collect(one, at, fields));
    }
    if (schema.has("items")) {
      collect(schema.path("items"), at, fields);
    }
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      if (field.getKey().equals("value") && !at.isEmpty()) {
        fields.add(at); // a value, described as the object that holds it
      } else {
        String name = at.isEmpty() ? field.getKey() : at + "." + field.getKey();
        fields.add(name);
        collect(field.getValue(), name, fields);
      }
    }
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }
}
