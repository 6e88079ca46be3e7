package dev.giftwarden.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// What the API servers would refuse, or silently drop: kinds that are not served, fields that do
/// not exist, values of another type. After `schemas.json`; see `schemas/regenerate.mjs`.
final class SchemaCheck {
  private final JsonNode kinds;
  private final JsonNode definitions;
  private final Map<String, Pattern> patterns = new HashMap<>();

  SchemaCheck() {
    try (var stream = SchemaCheck.class.getResourceAsStream("schemas.json")) {
      JsonNode schemas = new ObjectMapper().readTree(Objects.requireNonNull(stream));
      this.kinds = schemas.get("kinds");
      this.definitions = schemas.get("definitions");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> findings(Manifests manifests) {
    List<String> findings = new ArrayList<>();
    for (Manifest manifest : manifests.all()) {
      JsonNode schema = kinds.get(manifest.apiVersion() + " " + manifest.kind());
      if (schema == null) {
        findings.add(manifest + ": " + manifest.apiVersion() + " is not served for this kind");
      } else {
        new Walk(manifest, findings).check(manifest.json(), schema, "");
      }
    }
    return findings;
  }

  private final class Walk {
    private final Manifest manifest;
    private final List<String> findings;

    private Walk(Manifest manifest, List<String> findings) {
      this.manifest = manifest;
      this.findings = findings;
    }

    private void check(JsonNode value, JsonNode written, String path) {
      JsonNode schema =
          written.has("$ref") ? definitions.get(written.get("$ref").asText()) : written;
      if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
        expect(value.isTextual() || value.isNumber(), path, "a number or a text");
        return;
      }
      switch (schema.path("type").asText()) {
        case "object" -> object(value, schema, path);
        case "array" -> array(value, schema, path);
        case "string" -> string(value, schema, path);
        case "integer" -> number(value, value.isIntegralNumber(), schema, path);
        case "number" -> number(value, value.isNumber(), schema, path);
        case "boolean" -> expect(value.isBoolean(), path, "true or false");
        default -> {}
      }
    }

    private void object(JsonNode value, JsonNode schema, String path) {
      if (!expect(value.isObject(), path, "an object")) {
        return;
      }
      schema
          .path("required")
          .forEach(name -> expect(value.has(name.asText()), path + "." + name.asText(), "present"));
      JsonNode others = schema.path("additionalProperties");
      boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
      value
          .properties()
          .forEach(field -> {
            String inner = path + "." + field.getKey();
            JsonNode known = schema.path("properties").path(field.getKey());
            if (!known.isMissingNode()) {
              check(field.getValue(), known, inner);
            } else if (others.isObject()) {
              check(field.getValue(), others, inner);
            } else if (!open && !others.asBoolean()) {
              findings.add(manifest + ": unknown field " + inner);
            }
          });
    }

    private void array(JsonNode value, JsonNode schema, String path) {
      if (expect(value.isArray(), path, "a list")) {
        size(value.size(), schema, "Items", path);
        for (int i = 0; i < value.size(); i++) {
          check(value.get(i), schema.path("items"), path + "[" + i + "]");
        }
      }
    }

    private void string(JsonNode value, JsonNode schema, String path) {
      if (!expect(value.isTextual(), path, "a text")) {
        return;
      }
      String text = value.asText();
      size(text.length(), schema, "Length", path);
      if (schema.has("enum")) {
        List<String> words = Manifest.list(schema.get("enum"));
        expect(words.contains(text), path, "one of " + words);
      }
      if (schema.has("pattern")) {
        Pattern pattern =
            patterns.computeIfAbsent(schema.get("pattern").asText(), Pattern::compile);
        expect(pattern.matcher(text).find(), path, "of the form " + pattern);
      }
    }

    private void number(JsonNode value, boolean typed, JsonNode schema, String path) {
      if (expect(typed, path, "a number")) {
        double number = value.asDouble();
        expect(number >= schema.path("minimum").asDouble(-Double.MAX_VALUE), path, "larger");
        expect(number <= schema.path("maximum").asDouble(Double.MAX_VALUE), path, "smaller");
      }
    }

    private void size(int size, JsonNode schema, String what, String path) {
      expect(size >= schema.path("min" + what).asInt(0), path, "longer");
      expect(size <= schema.path("max" + what).asInt(Integer.MAX_VALUE), path, "shorter");
    }

    private boolean expect(boolean so, String path, String what) {
      if (!so) {
        findings.add(manifest + ": " + path + " must be " + what);
      }
      return so;
    }
  }
}
