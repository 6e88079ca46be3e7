package dev.giftwarden.edge.document;

import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.access.Access;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.edge.problem.ProblemDocument;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// The vocabulary of problems as responses: one for each status, which says what it can mean.
final class Refusals {
  static final String SCHEMA = "Problem";

  /// What any request can meet, whatever its route: the filters of the edge come before it, and
  /// look at a body where none is wanted, too.
  private static final List<Integer> EVERYWHERE =
      List.of(400, 403, 406, 408, 413, 414, 415, 421, 429, 431, 500, 503);

  /// Answered by a version that is no more.
  private static final int RETIRED = ProblemType.VERSION_RETIRED.status();

  static final String RETIRED_SCHEMA = "RetiredVersion";

  private static final UUID EXAMPLE = UUID.fromString("edd883c3-9664-44cc-9c1f-57add18c2503");

  private Refusals() {}

  static void declare(Components components, boolean versioned) {
    components.addSchema(SCHEMA, problem());
    components.addSchema("FieldError", fieldError());
    if (versioned) {
      components.addSchema(RETIRED_SCHEMA, retired());
    }
    byStatus()
        .forEach((status, types) ->
            components.addResponse(name(status), response(status, types, versioned)));
  }

  private static Map<Integer, List<ProblemType>> byStatus() {
    return Arrays.stream(ProblemType.values())
        .collect(
            Collectors.groupingBy(ProblemType::status, LinkedHashMap::new, Collectors.toList()));
  }

  private static String name(int status) {
    return "Problem" + status;
  }

  private static APIResponse response(int status, List<ProblemType> types, boolean versioned) {
    String schema = status == RETIRED ? RETIRED_SCHEMA : SCHEMA;
    var media = OASFactory.createMediaType().schema(Schemas.ref(schema));
    types.forEach(
        type -> media.addExample(type.slug(), OASFactory.createExample().value(example(type))));
    return OASFactory.createAPIResponse()
        .description(
            types.stream()
                .map(type -> "`" + type.slug() + "`: " + type.hint())
                .collect(Collectors.joining("\n\n")))
        .content(OASFactory.createContent().addMediaType(ProblemDocument.MEDIA_TYPE, media))
        .headers(Headers.ofProblem(status, versioned));
  }

  /// In the order in which it is written.
  private static Map<String, Object> example(ProblemType type) {
    var document = ProblemDocument.of(Problem.of(type), EXAMPLE);
    var example = new LinkedHashMap<String, Object>();
    example.put("type", document.type().toString());
    example.put("title", document.title());
    example.put("status", document.status());
    example.put("detail", document.detail());
    if (type == ProblemType.VERSION_RETIRED) {
      example.put("successor", "v2");
      return example;
    }
    example.put("instance", document.instance().toString());
    example.put("requestId", document.requestId().toString());
    return example;
  }

  /// Adds what may go wrong with this operation, besides what its resource names by status alone.
  static void add(String path, Operation operation, Access row, boolean versioned) {
    SortedSet<Integer> statuses = new TreeSet<>(EVERYWHERE);
    if (!(row instanceof Access.Public) || versioned) {
      statuses.add(401); // of a public one too: a partner's certificate, while there is no feed
    }
    if (path.contains("{")) {
      statuses.add(404);
    }
    if (versioned && ApiVersion.ofPath(path).isPresent()) {
      statuses.add(RETIRED);
    }
    if (Headers.takesIdempotencyKey(operation)) {
      statuses.add(422);
    }
    operation
        .getResponses()
        .getAPIResponses()
        .forEach((status, response) -> {
          if (!status.startsWith("2") && response.getContent() == null) {
            statuses.add(Integer.valueOf(status));
          }
        });
    for (int status : statuses) {
      @Nullable APIResponse own = operation.getResponses().getAPIResponse(Integer.toString(status));
      if (own == null || own.getContent() == null) {
        operation
            .getResponses()
            .addAPIResponse(
                Integer.toString(status),
                OASFactory.createAPIResponse().ref("#/components/responses/" + name(status)));
      }
    }
    // By status, so the good one comes first: some clients accept the first format that is JSON.
    operation
        .getResponses()
        .setAPIResponses(new TreeMap<>(operation.getResponses().getAPIResponses()));
  }

  private static Schema problem() {
    return Schemas.object("Why not (RFC 9457).")
        .addProperty(
            "type",
            Schemas.text("uri")
                .description("What kind of problem, for programs: each status has its own.")
                .pattern("^https://giftwarden\\.example/problems/[a-z-]+$"))
        .addProperty("title", Schemas.text().description("The same for people."))
        .addProperty("status", Schemas.integer(400, 599).description("The status of the answer."))
        .addProperty("detail", Schemas.text().description("What to do about it."))
        .addProperty("instance", Schemas.text("uri").description("This one occurrence."))
        .addProperty("requestId", Schemas.text("uuid").description("What to tell us about it."))
        .addProperty(
            "errors",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.ARRAY)
                .description("The fields at fault, if that is what it is about.")
                .minItems(1)
                .maxItems(Problem.MAX_ERRORS)
                .items(Schemas.ref("FieldError")))
        .required(List.of("type", "title", "status", "detail", "instance", "requestId"));
  }

  /// No word of the request that met it: everybody gets the same.
  private static Schema retired() {
    return Schemas.object("The version that was called is no more.")
        .addProperty(
            "type",
            Schemas.text("uri").pattern("^https://giftwarden\\.example/problems/version-retired$"))
        .addProperty("title", Schemas.text().description("The same for people."))
        .addProperty("status", Schemas.integer(RETIRED, RETIRED))
        .addProperty("detail", Schemas.text().description("What to do about it."))
        .addProperty(
            "successor",
            Schemas.text().description("The version to call.").pattern("^v[1-9][0-9]?$"))
        .required(List.of("type", "title", "status", "detail", "successor"));
  }

  private static Schema fieldError() {
    return Schemas.object("A field at fault.")
        .addProperty("field", Schemas.text().description("Its path in the body, or a name."))
        .addProperty("message", Schemas.text().description("What it should be."))
        .required(List.of("field", "message"));
  }
}
