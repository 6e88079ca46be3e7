package dev.giftwarden.auth.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.trust.TrustState;
import dev.giftwarden.auth.client.wiring.AuthConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What stock OAuth clients and verifiers ask first: RFC 8414 metadata and the JWKS of RFC 7517.
@Path("/.well-known")
@Tag(name = "Discovery", description = "What stock OAuth clients and verifiers ask first")
@Produces(MediaType.APPLICATION_JSON)
public class MetadataResource {
  /// A new key is published well before it signs; a verifier that polls may hold its copy this
  /// long.
  private static final int JWKS_MAX_AGE_SECONDS = 60;

  private final AuthConfig config;
  private final TrustState trust;

  MetadataResource(AuthConfig config, TrustState trust) {
    this.config = config;
    this.trust = trust;
  }

  @Schema(name = "AuthorizationServerMetadata", description = "RFC 8414")
  @RegisterForReflection(registerFullHierarchy = true)
  record Metadata(
      @JsonProperty("issuer") String issuer,
      @JsonProperty("token_endpoint") URI tokenEndpoint,
      @JsonProperty("jwks_uri") URI jwksUri,
      @JsonProperty("scopes_supported") List<String> scopes,
      @JsonProperty("response_types_supported") List<String> responseTypes,
      @JsonProperty("grant_types_supported") List<String> grantTypes,
      @JsonProperty("token_endpoint_auth_methods_supported") List<String> authMethods,
      @JsonProperty("tls_client_certificate_bound_access_tokens") boolean bound,
      @JsonProperty("mtls_endpoint_aliases") Map<String, URI> mtlsAliases) {}

  @GET
  @Path("/oauth-authorization-server")
  @APIResponse(responseCode = "200", description = "The metadata")
  @Operation(
      operationId = "getMetadata",
      summary = "The metadata of this authorization server (RFC 8414)")
  public Metadata metadata() {
    var tokenEndpoint = at("/oauth2/token");
    return new Metadata(
        config.issuer(),
        tokenEndpoint,
        at("/.well-known/jwks.json"),
        Arrays.stream(Scope.values()).filter(Scope::forPartners).map(Scope::text).toList(),
        List.of(),
        List.of("client_credentials"),
        List.of("client_secret_basic", "client_secret_post", "tls_client_auth"),
        true,
        Map.of("token_endpoint", tokenEndpoint));
  }

  @Schema(name = "JsonWebKeySet", description = "RFC 7517")
  @RegisterForReflection(registerFullHierarchy = true)
  record Jwks(List<Jwk> keys) {}

  @GET
  @Path("/jwks.json")
  @APIResponseSchema(value = Jwks.class, responseCode = "200", responseDescription = "The keys")
  @Operation(
      operationId = "getJwks",
      summary = "The keys that sign tokens now, of all replicas (RFC 7517)")
  public Response jwks() {
    var cache = new CacheControl();
    cache.setMaxAge(JWKS_MAX_AGE_SECONDS);
    return Response.ok(new Jwks(live())).cacheControl(cache).build();
  }

  /// Those that verified, not those that a row of the database claims.
  private List<Jwk> live() {
    return trust.signingKeys().stream()
        .flatMap(id -> trust.signingKey(id).map(key -> Jwk.of(id, (ECPublicKey) key)).stream())
        .toList();
  }

  private URI at(String path) {
    return URI.create(config.issuer() + path);
  }
}
