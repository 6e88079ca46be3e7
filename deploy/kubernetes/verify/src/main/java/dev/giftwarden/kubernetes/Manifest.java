package dev.giftwarden.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One rendered object.
public record Manifest(JsonNode json) {

  public String apiVersion() {
    return text("/apiVersion");
  }

  public String kind() {
    return text("/kind");
  }

  public String name() {
    return text("/metadata/name");
  }

  /// Empty for what belongs to the whole cluster.
  public String namespace() {
    return text("/metadata/namespace");
  }

  public boolean is(String kind) {
    return kind().equals(kind);
  }

  /// A text of the object; empty where there is none.
  public String text(String pointer) {
    return json.at(pointer).asText();
  }

  public JsonNode at(String pointer) {
    return json.at(pointer);
  }

  /// The template of the pods that it makes; missing where it makes none.
  public JsonNode podTemplate() {
    return is("Deployment") || is("Job") ? at("/spec/template") : at("/makes-no-pods");
  }

  public JsonNode podSpec() {
    return podTemplate().path("spec");
  }

  static Map<String, String> strings(JsonNode object) {
    Map<String, String> strings = new LinkedHashMap<>();
    object.properties().forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
    return strings;
  }

  static List<JsonNode> nodes(JsonNode array) {
    return array.valueStream().toList();
  }

  static List<String> list(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }

  @Override
  public String toString() {
    return kind() + " " + (namespace().isEmpty() ? "" : namespace() + "/") + name();
  }
}
