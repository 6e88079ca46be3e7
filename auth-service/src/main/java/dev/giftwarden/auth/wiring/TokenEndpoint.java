package dev.giftwarden.auth.wiring;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/// The endpoints of OAuth in the document. They read forms, have credentials of their own, and
/// refuse in the words of RFC 6749: nothing of that is as at other routes.
final class TokenEndpoint {
  private static final String TOKEN = "/oauth2/token";
  private static final List<String> ABOUT_TOKENS = List.of("/oauth2/revoke", "/oauth2/introspect");
  private static final String FORM = "application/x-www-form-urlencoded";

  private TokenEndpoint() {}

  static void describe(OpenAPI document) {
    document.getComponents().addSchema("TokenForm", form());
    document.getComponents().addSchema("AboutTokenForm", formAboutToken());
    document
        .getComponents()
        .addSecurityScheme(
            "basic",
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("basic")
                .description("client_secret_basic: the id of a key, and the whole key."));
    take(
        operation(document, TOKEN),
        "TokenForm",
        "What kind of token, and in client_secret_post the key.",
        Map.of("grant_type", "client_credentials", "audience", "gift"));
    for (String path : ABOUT_TOKENS) {
      take(
          operation(document, path),
          "AboutTokenForm",
          "The token, and in client_secret_post the key.",
          Map.of("token", "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln"));
    }
  }

  private static void take(
      Operation operation, String form, String description, Map<String, String> example) {
    var media =
        OASFactory.createMediaType()
            .schema(ref(form))
            .addExample("one", OASFactory.createExample().value(example));
    operation.setRequestBody(
        OASFactory.createRequestBody()
            .required(true)
            .description(description)
            .content(OASFactory.createContent().addMediaType(FORM, media)));
    operation.setSecurity(
        List.of(
            OASFactory.createSecurityRequirement().addScheme("basic"),
            OASFactory.createSecurityRequirement().addScheme("certificate"),
            OASFactory.createSecurityRequirement()));
    operation.getResponses().addAPIResponse("401", OASFactory.createAPIResponse());
  }

  /// Once the refusals of every route are there.
  static void refuseAsOAuth(OpenAPI document) {
    // Open to what we do not know, and not said in words: no generator has them for a form.
    document.getComponents().getSchemas().values().stream()
        .filter(schema -> Boolean.TRUE.equals(schema.getAdditionalPropertiesBoolean()))
        .forEach(schema -> schema.setAdditionalPropertiesBoolean(null));
    Stream.concat(Stream.of(TOKEN), ABOUT_TOKENS.stream())
        .map(path -> operation(document, path).getResponses().getAPIResponses())
        .forEach(responses ->
            responses.forEach((status, response) -> {
              if (!status.startsWith("2")) {
                become(
                    response,
                    Objects.requireNonNull(
                        document.getComponents().getResponses().get("Problem" + status)));
              }
            }));
  }

  /// What is refused before there is a request to read is a problem in any case.
  private static void become(APIResponse response, APIResponse problem) {
    MediaType asProblem = problem.getContent().getMediaType("application/problem+json");
    response.setRef(null);
    response.setDescription(problem.getDescription());
    response.setHeaders(problem.getHeaders());
    response.setContent(
        OASFactory.createContent()
            .addMediaType(
                "application/json", OASFactory.createMediaType().schema(ref("TokenError")))
            .addMediaType(
                "application/problem+json",
                OASFactory.createMediaType().schema(asProblem.getSchema())));
  }

  private static Operation operation(OpenAPI document, String path) {
    return document.getPaths().getPathItem(path).getPOST();
  }

  private static Schema form() {
    return authenticated("RFC 6749, section 4.4. Parameters that we do not know are ignored.")
        .addProperty("grant_type", text().addEnumeration("client_credentials"))
        .addProperty(
            "audience",
            text()
                .description("The service that the token is for.")
                .enumeration(Arrays.stream(Audience.values()).<Object>map(Audience::text).toList())
                .defaultValue(Audience.GIFT.text()))
        .addProperty(
            "scope",
            text()
                .description("Scopes with a space between; all that there are if it is left out.")
                .pattern("^[a-z:]+( [a-z:]+)*$")
                .addExample(Scope.GIFTS_SEND.text()))
        .addProperty(
            "resource",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.ARRAY)
                .description("RFC 8707: the same as a URI. A token is for one service.")
                .items(
                    text()
                        .format("uri")
                        .enumeration(
                            Arrays.stream(Audience.values())
                                .<Object>map(Audience::resource)
                                .toList())))
        .addRequired("grant_type");
  }

  private static Schema formAboutToken() {
    return authenticated(
            "RFC 7009, section 2.1; RFC 7662, section 2.1. Parameters that we do not know are"
                + " ignored.")
        .addProperty("token", text("password").description("The token that it is about."))
        .addProperty(
            "token_type_hint",
            text().description("Ignored: there is one kind of token.").addExample("access_token"))
        .addRequired("token");
  }

  private static Schema authenticated(String description) {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.OBJECT)
        .description(description)
        .additionalPropertiesBoolean(true)
        .addProperty(
            "client_id",
            text()
                .description("client_secret_post: the id of the key. tls_client_auth: the client."))
        .addProperty(
            "client_secret", text("password").description("client_secret_post: the whole key."));
  }

  private static Schema text() {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
  }

  private static Schema text(String format) {
    return text().format(format);
  }

  private static Schema ref(String name) {
    return OASFactory.createSchema().ref("#/components/schemas/" + name);
  }
}
