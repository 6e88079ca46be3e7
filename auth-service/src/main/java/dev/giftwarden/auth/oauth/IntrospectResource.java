package dev.giftwarden.auth.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.auth.token.live.Introspection;
import dev.giftwarden.certs.Thumbprint;
import dev.giftwarden.edge.quota.CallQuota;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The introspection endpoint of RFC 7662.
@Path("/oauth2/introspect")
@Tag(name = "Tokens")
@Blocking
public class IntrospectResource {
  private static final String ROUTE = "POST /oauth2/introspect";

  private final ClientAuthentication authentication;
  private final Introspection introspection;
  private final CallQuota quota;

  IntrospectResource(
      ClientAuthentication authentication, Introspection introspection, CallQuota quota) {
    this.authentication = authentication;
    this.introspection = introspection;
    this.quota = quota;
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.APPLICATION_JSON)
  @APIResponse(
      responseCode = "200",
      description = "What the token says, or that it is none of the caller's that lives",
      content = @Content(schema = @Schema(implementation = Answer.class)))
  @APIResponse(
      responseCode = "400",
      description = "Why not",
      content = @Content(schema = @Schema(implementation = TokenResource.ErrorAnswer.class)))
  @Operation(
      operationId = "introspectToken",
      summary = "Says whether a token of the caller's lives, and what it says (RFC 7662)",
      description =
          "Authenticated as at the token endpoint, by the key or the client that the token was issued"
              + " to. Of any other text the answer is `{\"active\": false}`. It changes nothing: an"
              + " Idempotency-Key is ignored.")
  public Response introspect(MultivaluedMap<String, String> form, @Context HttpHeaders headers) {
    var authorization = TokenResource.authorization(headers);
    return switch (authentication.of(form, authorization, ROUTE, Introspection.ACTION)) {
      case ClientAuthentication.Outcome.Malformed(OAuthError error) -> TokenResource.refused(error);
      case ClientAuthentication.Outcome.Refused(Refusal reason) ->
          TokenResource.refused(reason, quota);
      case ClientAuthentication.Outcome.Proven(var holder, String token) ->
          switch (introspection.of(holder, token)) {
            case Introspection.Outcome.Active(TokenClaims claims) ->
                Response.ok(Answer.of(claims)).build();
            case Introspection.Outcome.Inactive _ -> Response.ok(Answer.INACTIVE).build();
            case Introspection.Outcome.Refused(Refusal reason) ->
                TokenResource.refused(reason, quota);
          };
    };
  }

  /// The members as the token has them; what it does not have is left out.
  @Schema(
      name = "IntrospectionResponse",
      description = "RFC 7662, section 2.2; all but `active` only where it is true")
  @RegisterForReflection(registerFullHierarchy = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(
      @JsonProperty("active") boolean active,
      @JsonProperty("scope") @Nullable String scope,
      @JsonProperty("client_id") @Nullable String clientId,
      @JsonProperty("token_type") @Nullable String tokenType,
      @JsonProperty("exp") @Nullable Long expiresAt,
      @JsonProperty("iat") @Nullable Long issuedAt,
      @JsonProperty("sub") @Nullable String subject,
      @JsonProperty("aud") @Nullable String audience,
      @JsonProperty("iss") @Nullable String issuer,
      @JsonProperty("jti") @Nullable String tokenId,
      @JsonProperty("cnf") @Nullable Confirmation confirmation) {

    static final Answer INACTIVE =
        new Answer(false, null, null, null, null, null, null, null, null, null, null);

    static Answer of(TokenClaims token) {
      return new Answer(
          true,
          Scope.join(token.scopes()),
          token.clientId(),
          TokenClaims.BEARER,
          token.expiresAt().getEpochSecond(),
          token.issuedAt().getEpochSecond(),
          token.subject().text(),
          token.audience().text(),
          token.issuer(),
          token.tokenId(),
          token.boundTo().map(Confirmation::of).orElse(null));
    }
  }

  @Schema(
      name = "Confirmation",
      description = "The certificate that every connection it is used on must prove (RFC 8705)")
  @RegisterForReflection(registerFullHierarchy = true)
  record Confirmation(@JsonProperty("x5t#S256") String thumbprint) {
    static Confirmation of(Thumbprint certificate) {
      return new Confirmation(certificate.value());
    }
  }
}
