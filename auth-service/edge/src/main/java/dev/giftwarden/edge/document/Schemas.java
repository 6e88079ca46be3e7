package dev.giftwarden.edge.document;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is true of every body: one that is sent has no property but the named ones (StrictJson),
/// and takes null for what it need not have; one that is answered has all of the named ones, unless
/// they are said to be absent at times.
final class Schemas {
  private static final String PREFIX = "#/components/schemas/";

  private static final Set<Schema.SchemaType> SCALARS =
      Set.of(
          Schema.SchemaType.STRING,
          Schema.SchemaType.INTEGER,
          Schema.SchemaType.NUMBER,
          Schema.SchemaType.BOOLEAN);

  private final OpenAPI document;
  private final Map<String, List<String>> absent;

  Schemas(OpenAPI document, Map<String, List<String>> absent) {
    this.document = document;
    this.absent = absent;
  }

  static Schema ref(String name) {
    return OASFactory.createSchema().ref(PREFIX + name);
  }

  private static Schema of(Schema.SchemaType type) {
    return OASFactory.createSchema().addType(type);
  }

  static Schema text() {
    return of(Schema.SchemaType.STRING);
  }

  static Schema text(String format) {
    return text().format(format);
  }

  static Schema integer(long least, long most) {
    return of(Schema.SchemaType.INTEGER)
        .format("int32")
        .minimum(BigDecimal.valueOf(least))
        .maximum(BigDecimal.valueOf(most));
  }

  static Schema object(String description) {
    return of(Schema.SchemaType.OBJECT).description(description);
  }

  void complete() {
    everything().forEach(Schemas::simplify);
    Set<String> sent =
        reached(
            operations()
                .map(Operation::getRequestBody)
                .flatMap(body -> in(body == null ? null : body.getContent())));
    Set<String> answered =
        reached(
            operations()
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .flatMap(response -> in(response.getContent())));
    sent.stream()
        .map(this::schema)
        .filter(schema -> isObject(schema) && !isOpen(schema))
        .forEach(Schemas::close);
    answered.stream()
        .filter(name -> !sent.contains(name) && isObject(schema(name)))
        .forEach(name -> require(schema(name), absent.getOrDefault(name, List.of())));
    drop(sent, answered);
  }

  private Schema schema(String name) {
    @Nullable Schema found = document.getComponents().getSchemas().get(name);
    if (found == null) {
      throw new IllegalStateException("no body has made this type known: " + name);
    }
    return found;
  }

  /// The scanner takes a record for an object, whatever it is written as, and says so beside what
  /// its annotation says.
  private static void simplify(Schema schema) {
    @Nullable List<Schema.SchemaType> types = schema.getType();
    if (types == null || !types.contains(Schema.SchemaType.OBJECT)) {
      return;
    }
    if (schema.getRef() != null || schema.getOneOf() != null) {
      schema.setType(null);
    } else if (types.stream().anyMatch(SCALARS::contains)) {
      schema.setType(types.stream().filter(type -> type != Schema.SchemaType.OBJECT).toList());
      schema.setProperties(null);
      schema.setRequired(null);
    }
  }

  /// The components and what they hold; the schemas of parameters and bodies refer to them.
  private Stream<Schema> everything() {
    Deque<Schema> left = new ArrayDeque<>(document.getComponents().getSchemas().values());
    List<Schema> all = new ArrayList<>();
    while (!left.isEmpty()) {
      Schema schema = left.pop();
      all.add(schema);
      parts(schema).forEach(left::push);
    }
    return all.stream();
  }

  private static Stream<Schema> parts(Schema schema) {
    return Stream.of(
            schema.getProperties() == null ? null : schema.getProperties().values(),
            schema.getAllOf(),
            schema.getAnyOf(),
            schema.getOneOf(),
            schema.getItems() == null ? null : List.of(schema.getItems()),
            schema.getAdditionalPropertiesSchema() == null
                ? null
                : List.of(schema.getAdditionalPropertiesSchema()))
        .flatMap(Schemas::stream);
  }

  private static boolean isOpen(Schema schema) {
    return schema.getAdditionalPropertiesSchema() != null
        || schema.getAdditionalPropertiesBoolean() != null;
  }

  /// Nothing but what is named; and what may be left out may be null as well, which Jackson does
  /// not tell from it.
  private static void close(Schema schema) {
    List<String> required = Objects.requireNonNullElse(schema.getRequired(), List.of());
    Map<String, Schema> properties = new LinkedHashMap<>(schema.getProperties());
    properties.replaceAll(
        (name, property) -> required.contains(name) ? property : orNull(property));
    schema.setProperties(properties);
    schema.setAdditionalPropertiesBoolean(false);
  }

  private static Schema orNull(Schema schema) {
    if (schema.getRef() != null) {
      // Without what the scanner says beside it of an Optional: an enumeration that has no null.
      return anyOfOrNull(OASFactory.createSchema().ref(schema.getRef()));
    }
    if (isNull(schema) || stream(schema.getAnyOf()).anyMatch(Schemas::isNull)) {
      return schema;
    }
    return schema.getType() != null && schema.getEnumeration() == null
        ? schema.addType(Schema.SchemaType.NULL)
        : anyOfOrNull(schema);
  }

  private static Schema anyOfOrNull(Schema schema) {
    return OASFactory.createSchema().addAnyOf(schema).addAnyOf(of(Schema.SchemaType.NULL));
  }

  private static boolean isNull(Schema schema) {
    return schema.getType() != null && schema.getType().contains(Schema.SchemaType.NULL);
  }

  private static void require(Schema schema, List<String> absent) {
    List<String> always = new ArrayList<>(schema.getProperties().keySet());
    if (!always.containsAll(absent)) {
      throw new IllegalStateException(
          "absent from " + always + " is more than there is: " + absent);
    }
    always.removeAll(absent);
    schema.setRequired(always);
  }

  /// The types of the code that no body has: what a component of a record is, and is written as
  /// something else.
  private void drop(Set<String> sent, Set<String> answered) {
    Set<String> used = new HashSet<>(sent);
    used.addAll(answered);
    used.addAll(
        reached(
            operations()
                .flatMap(operation -> stream(operation.getParameters()))
                .map(parameter -> parameter.getSchema())));
    used.addAll(reached(Stream.of(ref(Refusals.SCHEMA))));
    used.add(Refusals.RETIRED_SCHEMA);
    document.getComponents().getSchemas().keySet().stream()
        .filter(name -> !used.contains(name))
        .toList()
        .forEach(document.getComponents()::removeSchema);
  }

  private Stream<Operation> operations() {
    return document.getPaths().getPathItems().values().stream()
        .flatMap(item -> item.getOperations().values().stream());
  }

  private static Stream<Schema> in(@Nullable Content content) {
    return content == null
        ? Stream.of()
        : content.getMediaTypes().values().stream().map(media -> media.getSchema());
  }

  private static boolean isObject(Schema schema) {
    return schema.getProperties() != null;
  }

  /// The names of all components that these schemas are, or hold.
  private Set<String> reached(Stream<@Nullable Schema> from) {
    Set<String> names = new HashSet<>();
    Deque<Schema> left =
        new ArrayDeque<>(from.flatMap(schema -> Optional.ofNullable(schema).stream()).toList());
    while (!left.isEmpty()) {
      Schema schema = left.pop();
      Optional.ofNullable(schema.getRef())
          .map(ref -> ref.substring(PREFIX.length()))
          .filter(names::add)
          .ifPresent(name -> left.push(schema(name)));
      parts(schema).forEach(left::push);
    }
    return names;
  }

  private static <T> Stream<T> stream(@Nullable Collection<T> some) {
    return some == null ? Stream.of() : some.stream();
  }
}
