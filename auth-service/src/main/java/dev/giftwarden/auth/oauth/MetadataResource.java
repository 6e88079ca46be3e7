package dev.giftwarden.auth.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.giftwarden.auth.client.Audience;
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

  /// Whatever would have no elements is left out (section 3.2): there is no response type, because
  /// there is no authorization endpoint, and no alias, because the endpoints ask for certificates
  /// themselves. `protected_resources` is RFC 9728's, and names what `resource` can be.
  @Schema(name = "AuthorizationServerMetadata", description = "RFC 8414")
  @RegisterForReflection(registerFullHierarchy = true)
  record Metadata(
      @JsonProperty("issuer") String issuer,
      @JsonProperty("token_endpoint") URI tokenEndpoint,
      @JsonProperty("jwks_uri") URI jwksUri,
      @JsonProperty("scopes_supported") List<String> scopes,
      @JsonProperty("grant_types_supported") List<String> grantTypes,
      @JsonProperty("token_endpoint_auth_methods_supported") List<String> authMethods,
      @JsonProperty("revocation_endpoint") URI revocationEndpoint,
      @JsonProperty("revocation_endpoint_auth_methods_supported") List<String> revocationMethods,
      @JsonProperty("introspection_endpoint") URI introspectionEndpoint,
      @JsonProperty("introspection_endpoint_auth_methods_supported")
          List<String> introspectionMethods,
      @JsonProperty("protected_resources") List<String> resources,
      @JsonProperty("tls_client_certificate_bound_access_tokens") boolean bound) {}

  @GET
  @Path("/oauth-authorization-server")
  @APIResponse(responseCode = "200", description = "The metadata")
  @Operation(
      operationId = "getMetadata",
      summary = "The metadata of this authorization server (RFC 8414)")
  public Metadata metadata() {
    return new Metadata(
        config.issuer(),
        at("/oauth2/token"),
        at("/.well-known/jwks.json"),
        Arrays.stream(Scope.values()).filter(Scope::forPartners).map(Scope::text).toList(),
        List.of("client_credentials"),
        ClientCredential.METHODS,
        at("/oauth2/revoke"),
        ClientCredential.METHODS,
        at("/oauth2/introspect"),
        ClientCredential.METHODS,
        Arrays.stream(Audience.values()).map(Audience::resource).toList(),
        true);
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
