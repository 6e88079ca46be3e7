package dev.giftwarden.acceptance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// The operations of a service, as its own OpenAPI document describes them.
record Api(String service, String url, List<Operation> operations) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// @param queries the names of its query parameters
  /// @param type the media type of its body, or empty if it takes none
  /// @param body one that fits the schema, in form if not in fact
  record Operation(
      String service,
      String method,
      String path,
      List<String> queries,
      String type,
      JsonNode body) {
    boolean isToken() {
      return path.startsWith("/oauth2/");
    }
  }

  static Api served(House house, String service, String url) {
    JsonNode document = house.curl(Identity.NONE, url + "/openapi?format=json").json();
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.add(operation(service, document, path.getKey(), method));
      }
    }
    return new Api(service, url, List.copyOf(operations));
  }

  private static Operation operation(
      String service, JsonNode document, String path, Map.Entry<String, JsonNode> method) {
    List<String> queries =
        StreamSupport.stream(method.getValue().path("parameters").spliterator(), false)
            .filter(parameter -> parameter.path("in").asText().equals("query"))
            .map(parameter -> parameter.path("name").asText())
            .toList();
    JsonNode content = method.getValue().path("requestBody").path("content");
    String type = content.isEmpty() ? "" : content.fieldNames().next();
    JsonNode body = example(document, content.path(type).path("schema"), 0);
    return new Operation(service, method.getKey().toUpperCase(), path, queries, type, body);
  }

  private static JsonNode example(JsonNode document, JsonNode schema, int depth) {
    if (schema.has("$ref") && depth < 6) {
      return example(document, document.at(schema.path("$ref").asText().substring(1)), depth + 1);
    }
    JsonNode any = schema.has("anyOf") ? schema.path("anyOf") : schema.path("allOf");
    if (!any.isEmpty()) {
      return example(document, any.get(0), depth + 1);
    }
    if (schema.has("enum")) {
      return schema.path("enum").get(0);
    }
    String type =
        schema.path("type").isArray()
            ? schema.path("type").get(0).asText()
            : schema.path("type").asText();
    return switch (type) {
      case "integer", "number" -> JSON.getNodeFactory().numberNode(100);
      case "boolean" -> JSON.getNodeFactory().booleanNode(true);
      case "array" ->
          JSON.createArrayNode().add(example(document, schema.path("items"), depth + 1));
      case "object" -> object(document, schema, depth);
      default -> JSON.getNodeFactory().textNode("text");
    };
  }

  private static JsonNode object(JsonNode document, JsonNode schema, int depth) {
    ObjectNode object = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      object.set(property.getKey(), example(document, property.getValue(), depth + 1));
    }
    return object;
  }
}
