package dev.giftwarden.edge.document;

import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.edge.access.Access;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/// What the access table and the edge's credentials are in the words of OpenAPI.
final class Security {
  static final String CERTIFICATE = "certificate";
  private static final String TOKEN = "token";
  private static final String KEY = "key";

  private Security() {}

  static void declare(Components components) {
    components.addSecurityScheme(
        CERTIFICATE,
        scheme(
            SecurityScheme.Type.MUTUALTLS,
            "A client certificate on the connection. The policy of an account, and what a token or a"
                + " key is bound to, say whether a call takes one beside its credential; an operator's"
                + " stands alone."));
    components.addSecurityScheme(
        TOKEN,
        scheme(
                SecurityScheme.Type.HTTP,
                "A token of `POST /oauth2/token` at auth, with this service as its `audience`; an API"
                    + " key is taken in the same place.")
            .scheme("bearer")
            .bearerFormat("JWT"));
    components.addSecurityScheme(
        KEY,
        scheme(SecurityScheme.Type.APIKEY, "An API key as it was made, in a header of its own.")
            .in(SecurityScheme.In.HEADER)
            .name("X-Api-Key"));
  }

  private static SecurityScheme scheme(SecurityScheme.Type type, String description) {
    return OASFactory.createSecurityScheme().type(type).description(description);
  }

  static List<SecurityRequirement> of(Access row) {
    return switch (row) {
      case Access.Public _, Access.SelfChecked _ -> List.of();
      case Access.OperatorOnly _ -> List.of(certificate());
      case Access.Scoped _ -> scoped().toList();
      case Access.OperatorOrScoped _, Access.OperatorScopedOrOwn _ ->
          Stream.concat(scoped(), Stream.of(certificate())).toList();
    };
  }

  /// Which scopes, [#sentence] says: linters know scopes of OAuth alone. With a certificate and
  /// without.
  private static Stream<SecurityRequirement> scoped() {
    return Stream.of(TOKEN, KEY)
        .flatMap(scheme ->
            Stream.of(
                certificate().addScheme(scheme),
                OASFactory.createSecurityRequirement().addScheme(scheme)));
  }

  private static SecurityRequirement certificate() {
    return OASFactory.createSecurityRequirement().addScheme(CERTIFICATE);
  }

  static String sentence(Access row) {
    return switch (row) {
      case Access.Public _ -> "Open to everybody.";
      case Access.SelfChecked _ -> "Checks who calls itself.";
      case Access.OperatorOnly _ -> "Takes an operator's certificate.";
      case Access.Scoped(Set<Scope> anyOf) -> "Takes " + scopes(anyOf) + ".";
      case Access.OperatorOrScoped(Set<Scope> anyOf) ->
          "Takes an operator's certificate, or " + scopes(anyOf) + ".";
      case Access.OperatorScopedOrOwn(Set<Scope> anyOf) ->
          "Takes an operator's certificate, or "
              + scopes(anyOf)
              + "; or else it checks who calls itself.";
    };
  }

  private static String scopes(Set<Scope> anyOf) {
    return anyOf.stream()
        .sorted()
        .map(scope -> "`" + scope.text() + "`")
        .collect(Collectors.joining(" or ", "the scope ", ""));
  }
}
