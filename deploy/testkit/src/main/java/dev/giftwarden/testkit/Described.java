package dev.giftwarden.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Holds what the services answer to what their OpenAPI documents say: the status is one of the
/// operation's, its headers are there, and a body has all that its schema wants **and nothing that
/// it does not name**. Every caller of the tests asks it, so each test that gets an answer is a
/// test of the documents as well.
///
/// The documents are those that the build of each service left in its `target`; a service that is
/// not built yet is not held to anything.
public final class Described {
  /// A value on each line.
  private static final String LINES = "application/x-ndjson";

  private static final Set<String> VERBS = Set.of("get", "post", "put", "patch", "delete");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final AtomicLong CHECKED = new AtomicLong();

  private static final List<Described> DOCUMENTS = found();

  private final JsonNode document;
  private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();

  private Described(JsonNode document) {
    this.document = document;
  }

  /// Its first challenge has no body: a stock client takes an unread one for a broken connection.
  private static final String EST = "/.well-known/est/";

  /// How many answers were held to a document so far.
  public static long checked() {
    return CHECKED.get();
  }

  /// @throws AssertionError for an answer that no document foresees
  public static void check(String method, URI uri, Answer answer) {
    String path = Objects.requireNonNullElse(uri.getRawPath(), "");
    for (Described service : DOCUMENTS) {
      service
          .template(path)
          .ifPresent(template -> {
            List<String> faults = service.faults(template, method, answer);
            CHECKED.incrementAndGet();
            if (!faults.isEmpty()) {
              throw new AssertionError(
                  "not as documented: %s %s: %d %s: %s"
                      .formatted(method, template, answer.status(), answer.text(), faults));
            }
          });
    }
  }

  private static List<Described> found() {
    Path root =
        Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("mvnw")))
            .findFirst()
            .orElseThrow();
    return Stream.of("auth", "gift", "audit")
        .map(name -> root.resolve(name + "-service/target/openapi/" + name + ".json"))
        .filter(Files::exists)
        .map(Described::read)
        .toList();
  }

  private static Described read(Path file) {
    try {
      JsonNode document = JSON.readTree(file.toFile());
      close(document.path("components").path("schemas"));
      return new Described(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Callers must bear with properties that they do not know; we must not forget to document one.
  private static void close(JsonNode schemas) {
    for (JsonNode schema : schemas) {
      if (schema instanceof ObjectNode object
          && schema.has("properties")
          && !schema.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
    }
  }

  /// The path of the document that this one is of; of several the one with fewer variables.
  private Optional<String> template(String path) {
    List<String> fitting = new ArrayList<>();
    document
        .path("paths")
        .fieldNames()
        .forEachRemaining(template -> {
          if (fits(template.split("/", -1), path.split("/", -1))) {
            fitting.add(template);
          }
        });
    return fitting.stream().min((a, b) -> Integer.compare(variables(a), variables(b)));
  }

  private static boolean fits(String[] template, String[] path) {
    boolean fits = template.length == path.length;
    for (int i = 0; fits && i < path.length; i++) {
      fits = template[i].startsWith("{") ? !path[i].isEmpty() : template[i].equals(path[i]);
    }
    return fits;
  }

  private static int variables(String template) {
    return template.split("\\{", -1).length;
  }

  /// The key of the operation. Methods have one case (RFC 9110, section 9.1): `get` is none of
  /// ours.
  private static String verb(String method) {
    boolean ours = method.equals(method.toUpperCase(Locale.ROOT));
    return method.equals("HEAD") ? "get" : ours ? method.toLowerCase(Locale.ROOT) : "none";
  }

  private List<String> faults(String template, String method, Answer answer) {
    String verb = verb(method);
    JsonNode operation = document.path("paths").path(template).path(verb);
    if (operation.isMissingNode()) {
      boolean refused = answer.status() >= 400 || !VERBS.contains(verb);
      return refused ? List.of() : List.of("there is no such operation");
    }
    JsonNode said = resolved(operation.path("responses").path(Integer.toString(answer.status())));
    if (said.isMissingNode()) {
      return List.of("no such status");
    }
    List<String> faults = new ArrayList<>(headers(said, answer));
    boolean challenge = template.startsWith(EST) && answer.status() == 401;
    if (!method.equals("HEAD") && !(challenge && answer.text().isEmpty())) {
      faults.addAll(body(said.path("content"), answer));
    }
    return faults;
  }

  private List<String> headers(JsonNode said, Answer answer) {
    return said.path("headers").properties().stream()
        .filter(header -> resolved(header.getValue()).path("required").asBoolean())
        .filter(header ->
            !answer.headers().containsKey(header.getKey())
                && !answer.headers().containsKey(header.getKey().toLowerCase(Locale.ROOT)))
        .map(header -> "no header " + header.getKey())
        .toList();
  }

  private List<String> body(JsonNode content, Answer answer) {
    if (content.isMissingNode() && answer.text().isEmpty()) {
      return List.of();
    }
    String type = answer.headers().getOrDefault("content-type", "").split(";", 2)[0].strip();
    if (!content.has(type)) {
      return List.of("no such content type: " + type);
    }
    if (!type.endsWith("json")) {
      return List.of();
    }
    if (type.equals(LINES)) {
      return answer
          .text()
          .lines()
          .flatMap(line -> value(content.path(type), type, answer, line).stream())
          .toList();
    }
    return value(content.path(type), type, answer, answer.text());
  }

  private List<String> value(JsonNode said, String type, Answer answer, String text) {
    try {
      JsonNode body = JSON.readTree(text);
      List<String> faults =
          new ArrayList<>(
              schema(said.path("schema")).validate(body).stream()
                  .map(ValidationMessage::getMessage)
                  .toList());
      if (type.equals("application/problem+json")
          && body.path("status").asInt() != answer.status()) {
        faults.add("its status is not the answer's");
      }
      return faults;
    } catch (JsonProcessingException e) {
      return List.of("not JSON: " + e.getOriginalMessage());
    }
  }

  /// A schema stands beside the components that it names.
  private JsonSchema schema(JsonNode schema) {
    return schemas.computeIfAbsent(
        schema,
        one -> {
          ObjectNode whole = one.deepCopy();
          whole.set("components", document.path("components"));
          return SCHEMAS.getSchema(whole);
        });
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }
}
