package dev.giftwarden.auth.oauth;

import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.token.live.TokenRevocation;
import dev.giftwarden.edge.quota.CallQuota;
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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The revocation endpoint of RFC 7009.
@Path("/oauth2/revoke")
@Tag(name = "Tokens")
@Blocking
public class RevokeResource {
  private static final String ROUTE = "POST /oauth2/revoke";

  /// Clients ignore it (RFC 7009, section 2.2), but not all of them that it is no JSON.
  private static final Map<String, String> NOTHING = Map.of();

  private final ClientAuthentication authentication;
  private final TokenRevocation revocation;
  private final CallQuota quota;

  RevokeResource(ClientAuthentication authentication, TokenRevocation revocation, CallQuota quota) {
    this.authentication = authentication;
    this.revocation = revocation;
    this.quota = quota;
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.APPLICATION_JSON)
  @APIResponse(
      responseCode = "200",
      description = "It is dead within a second, or was none of the caller's",
      content =
          @Content(
              schema = @Schema(type = SchemaType.OBJECT, description = "Empty, and means nothing")))
  @APIResponse(
      responseCode = "400",
      description = "Why not",
      content = @Content(schema = @Schema(implementation = TokenResource.ErrorAnswer.class)))
  @Operation(
      operationId = "revokeToken",
      summary = "Ends a token of the caller's before its time (RFC 7009)",
      description =
          "Authenticated as at the token endpoint, by the key or the client that the token was issued"
              + " to. Any other text is answered alike, and nothing happens. A second time changes"
              + " nothing: an Idempotency-Key is ignored.")
  public Response revoke(MultivaluedMap<String, String> form, @Context HttpHeaders headers) {
    var authorization = TokenResource.authorization(headers);
    return switch (authentication.of(form, authorization, ROUTE, TokenRevocation.ACTION)) {
      case ClientAuthentication.Outcome.Malformed(OAuthError error) -> TokenResource.refused(error);
      case ClientAuthentication.Outcome.Refused(Refusal reason) ->
          TokenResource.refused(reason, quota);
      case ClientAuthentication.Outcome.Proven(var holder, String token) ->
          switch (revocation.revoke(holder, token)) {
            case TokenRevocation.Outcome.Done _ -> Response.ok(NOTHING).build();
            case TokenRevocation.Outcome.OtherKind _ ->
                TokenResource.refused(OAuthError.unsupportedTokenType());
            case TokenRevocation.Outcome.Refused(Refusal reason) ->
                TokenResource.refused(reason, quota);
          };
    };
  }
}
