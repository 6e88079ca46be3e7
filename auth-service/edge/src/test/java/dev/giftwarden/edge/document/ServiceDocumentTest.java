package dev.giftwarden.edge.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.eclipse.microprofile.openapi.models.media.Schema.SchemaType.NULL;
import static org.eclipse.microprofile.openapi.models.media.Schema.SchemaType.STRING;

import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.refusal.ProblemType;
import dev.giftwarden.edge.access.Access;
import dev.giftwarden.edge.access.AccessTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServiceDocumentTest {
  private static final String ROUTE = "/v1/things/{id}";

  private static OpenAPI scanned() {
    Schema id =
        OASFactory.createSchema()
            .type(List.of(SchemaType.STRING, SchemaType.OBJECT))
            .addProperty("value", OASFactory.createSchema().addType(SchemaType.STRING));
    Schema thing =
        OASFactory.createSchema()
            .addType(SchemaType.OBJECT)
            .addProperty("id", Schemas.ref("ThingId").addType(SchemaType.OBJECT))
            .addProperty("note", OASFactory.createSchema().addType(SchemaType.STRING));
    Operation get =
        OASFactory.createOperation()
            .operationId("getThing")
            .summary("Get a thing")
            .addParameter(OASFactory.createParameter().name("id").in(Parameter.In.PATH))
            .responses(
                OASFactory.createAPIResponses()
                    .addAPIResponse("404", OASFactory.createAPIResponse().description("not-found"))
                    .addAPIResponse(
                        "200",
                        OASFactory.createAPIResponse()
                            .description("The thing")
                            .content(
                                OASFactory.createContent()
                                    .addMediaType(
                                        "application/json",
                                        OASFactory.createMediaType()
                                            .schema(Schemas.ref("Thing"))))));
    return OASFactory.createOpenAPI()
        .components(
            OASFactory.createComponents()
                .addSchema("ThingId", id)
                .addSchema("Thing", thing)
                .addSchema("Inside", OASFactory.createSchema().addType(SchemaType.OBJECT)))
        .paths(OASFactory.createPaths().addPathItem(ROUTE, OASFactory.createPathItem().GET(get)));
  }

  private static ServiceDocument document(String route) {
    AccessTable table =
        AccessTable.builder().row("GET " + route, Access.scope(Scope.GIFTS_READ)).build();
    return ServiceDocument.of("things.example", 8440, table);
  }

  private static ServiceDocument document() {
    return document(ROUTE).named(ROUTE, "ThingId", "The id of a thing");
  }

  private static <T> T in(Map<String, T> map, String name) {
    return Objects.requireNonNull(map.get(name));
  }

  @Test
  @DisplayName("E1 a route gets its credentials, and every refusal that any request can meet")
  void completes() {
    OpenAPI document = scanned();
    document().absent("Thing", "note").complete(document);
    Operation get = document.getPaths().getPathItem(ROUTE).getGET();
    assertThat(get.getDescription()).isEqualTo("Get a thing. Takes the scope `gifts:read`.");
    assertThat(get.getSecurity())
        .extracting(way -> List.copyOf(way.getSchemes().keySet()))
        .containsExactlyInAnyOrder(
            List.of("certificate", "token"),
            List.of("token"),
            List.of("certificate", "key"),
            List.of("key"));
    assertThat(get.getResponses().getAPIResponses().keySet())
        .as("the good answer first: some clients accept the first format that is JSON")
        .startsWith("200", "400", "401", "403", "404")
        .contains("421", "429", "500", "503")
        .doesNotContain("402", "409", "422");
    Map<String, ?> refused =
        in(document.getComponents().getResponses(), "Problem401")
            .getContent()
            .getMediaType("application/problem+json")
            .getExamples();
    assertThat(refused.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemType.values())
                .filter(type -> type.status() == 401)
                .map(ProblemType::slug)
                .toList());
  }

  @Test
  @DisplayName(
      "E1 a value is described as what it is written as, and the type behind it not at all")
  void values() {
    OpenAPI document = scanned();
    document().absent("Thing", "note").complete(document);
    Map<String, Schema> schemas = document.getComponents().getSchemas();
    assertThat(schemas).doesNotContainKey("Inside");
    assertThat(in(schemas, "ThingId"))
        .returns(List.of(SchemaType.STRING), Schema::getType)
        .returns(null, Schema::getProperties);
    assertThat(in(in(schemas, "Thing").getProperties(), "id").getType()).isNull();
    assertThat(in(schemas, "Thing").getRequired()).containsExactly("id");
  }

  @Test
  @DisplayName("E1 what may be left out of a body that is sent may be null, and nothing else may")
  void nulls() {
    Schema wanted =
        OASFactory.createSchema()
            .addType(SchemaType.OBJECT)
            .addProperty("id", Schemas.ref("ThingId"))
            .addProperty("other", Schemas.ref("ThingId").type(List.of(STRING, NULL)))
            .addProperty("note", Schemas.text().maxLength(5))
            .addRequired("id");
    OpenAPI document = scanned();
    document.getComponents().addSchema("NewThing", wanted);
    document
        .getPaths()
        .getPathItem(ROUTE)
        .getGET()
        .setRequestBody(
            OASFactory.createRequestBody()
                .content(
                    OASFactory.createContent()
                        .addMediaType(
                            "application/json",
                            OASFactory.createMediaType().schema(Schemas.ref("NewThing")))));
    document().complete(document);
    Map<String, Schema> sent = wanted.getProperties();
    assertThat(wanted.getAdditionalPropertiesBoolean()).isFalse();
    assertThat(in(sent, "id").getRef()).endsWith("/ThingId");
    assertThat(in(sent, "note").getType()).containsExactly(STRING, NULL);
    assertThat(in(sent, "other").getAnyOf())
        .extracting(Schema::getRef, Schema::getType)
        .containsExactly(tuple("#/components/schemas/ThingId", null), tuple(null, List.of(NULL)));
  }

  @Test
  @DisplayName("E1 a route that the access table does not know stops the build")
  void withoutRow() {
    OpenAPI document = scanned();
    assertThatIllegalStateException()
        .isThrownBy(() -> document("/v1/others/{id}").complete(document))
        .withMessageContaining("no row");
  }

  @Test
  @DisplayName("E1 a parameter that nobody has named stops the build")
  void withoutName() {
    OpenAPI document = scanned();
    assertThatIllegalStateException()
        .isThrownBy(() -> document(ROUTE).complete(document))
        .withMessageContaining("what is {id}");
  }

  @Test
  @DisplayName("E1 an absent property that there is not stops the build")
  void absentFromNothing() {
    OpenAPI document = scanned();
    assertThatIllegalStateException()
        .isThrownBy(() -> document().absent("Thing", "nothing").complete(document))
        .withMessageContaining("nothing");
  }
}
