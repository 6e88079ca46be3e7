package dev.giftwarden.edge.document;

import dev.giftwarden.edge.access.Access;
import dev.giftwarden.edge.access.AccessTable;
import dev.giftwarden.edge.paging.PageRequest;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.servers.ServerVariable;

/// Completes the OpenAPI document that Quarkus reads from the resources and their types **when a
/// service is built**: what the [AccessTable], the vocabulary of problems and the filters of the
/// edge make true of a route is not said again beside each route, where it would grow old.
///
/// A service has one class of its own, an `OASFilter` of the build, that calls [#complete].
public final class ServiceDocument {
  private final String host;
  private final int port;
  private final AccessTable access;
  private final Map<String, Named> names = new LinkedHashMap<>();
  private final Map<String, List<String>> absent = new LinkedHashMap<>();

  private record Named(String schema, String description) {}

  private ServiceDocument(String host, int port, AccessTable access) {
    this.host = host;
    this.port = port;
    this.access = access;
  }

  /// @param host an example of where the service is; callers put their own in its place
  /// @param port where it listens unless told otherwise
  public static ServiceDocument of(String host, int port, AccessTable access) {
    return new ServiceDocument(host, port, access);
  }

  /// What the last parameter of a path template is: `/v1/gifts/{id}` is a `GiftId`, also where the
  /// path goes on behind it.
  ///
  /// @param schema a component that the bodies have made known
  public ServiceDocument named(String template, String schema, String description) {
    names.put(template, new Named(schema, description));
    return this;
  }

  /// Properties of an answer that are left out where there is nothing to say; all others are always
  /// there.
  public ServiceDocument absent(String schema, String... properties) {
    absent.put(schema, List.of(properties));
    return this;
  }

  public void complete(OpenAPI document) {
    document.setServers(
        List.of(
            OASFactory.createServer()
                .url("https://{host}:{port}")
                .description("Wherever it is installed. By name: an address gets 421.")
                .addVariable("host", variable(host))
                .addVariable("port", variable(Integer.toString(port)))));
    Security.declare(document.getComponents());
    Headers.declare(document.getComponents());
    Refusals.declare(document.getComponents(), access.isVersioned());
    document
        .getPaths()
        .getPathItems()
        .forEach((path, item) ->
            item.getOperations().forEach((method, operation) -> complete(path, method, operation)));
    new Schemas(document, absent).complete();
    Unused.drop(document);
  }

  private void complete(String path, HttpMethod method, Operation operation) {
    Access row =
        access
            .find(method + " " + path)
            .orElseThrow(
                () -> new IllegalStateException("no row in the access table: " + method + path));
    operation.setDescription(sentence(operation, row));
    if (operation.getSecurity() == null) {
      operation.setSecurity(Security.of(row));
    }
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(parameter -> complete(path, parameter));
    }
    Refusals.add(path, operation, row, access.isVersioned());
    Headers.add(path, operation, access.isVersioned());
  }

  private static String sentence(Operation operation, Access row) {
    String what =
        operation.getDescription() == null ? operation.getSummary() : operation.getDescription();
    return (what.endsWith(".") ? what : what + ".") + " " + Security.sentence(row);
  }

  private void complete(String path, Parameter parameter) {
    switch (parameter.getIn()) {
      case PATH -> name(path, parameter);
      case HEADER -> Headers.complete(parameter);
      case QUERY -> {
        if (parameter.getName().equals("limit")) {
          parameter.description("How many at most; 20 if it is left out.").schema(limit());
        } else if (parameter.getName().equals("cursor")) {
          parameter.description("Where to go on: the `next` of the page before.").schema(cursor());
        }
      }
      case COOKIE -> throw new IllegalStateException("we set no cookies and read none");
    }
  }

  private void name(String path, Parameter parameter) {
    String end = "{" + parameter.getName() + "}";
    Named named =
        names.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(end) && path.startsWith(entry.getKey()))
            .map(Entry::getValue)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("what is " + end + " of " + path));
    parameter
        .description(named.description())
        .schema(OASFactory.createSchema().ref("#/components/schemas/" + named.schema()));
  }

  private static Schema limit() {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.INTEGER)
        .format("int32")
        .minimum(BigDecimal.ONE)
        .maximum(BigDecimal.valueOf(PageRequest.MAX_LIMIT))
        .defaultValue(20)
        .addExample(20);
  }

  private static Schema cursor() {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.STRING)
        .minLength(1)
        .maxLength(100)
        .pattern("^[0-9A-Za-z_-]+$");
  }

  private static ServerVariable variable(String value) {
    return OASFactory.createServerVariable().defaultValue(value);
  }
}
