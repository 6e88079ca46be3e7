package dev.giftwarden.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenIntrospectionSuccessResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PKITLSClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import dev.giftwarden.acceptance.house.House;
import dev.giftwarden.acceptance.house.Partner;
import dev.giftwarden.certs.tls.TlsFolder;
import dev.giftwarden.testkit.Tls;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestTemplate;

/// Clients and verifiers for the JVM that nobody here wrote: Nimbus, and what Spring Security reads
/// tokens with.
class StockJvmClientsTest {
  private static final House HOUSE = House.started();
  private static final URI AUDIT = URI.create("https://audit.giftwarden.example");

  private static Partner acme;
  private static Partner.Key key;
  private static SSLSocketFactory sockets;
  private static AuthorizationServerMetadata server;

  @BeforeAll
  static void discovered() throws Exception {
    acme = Partner.enterprise(HOUSE, "jvm");
    key = acme.key(List.of("gifts:read"));
    var folder =
        TlsFolder.open(Objects.requireNonNull(acme.certificate.folder()), InstantSource.system());
    sockets = Tls.as(folder, "auth").getSocketFactory();
    var at = AuthorizationServerMetadata.resolveURL(new Issuer(HOUSE.auth));
    server =
        AuthorizationServerMetadata.parse(
            send(new HTTPRequest(HTTPRequest.Method.GET, at)).getBodyAsJSONObject());
    assertThat(server.getIssuer().getValue()).isEqualTo(HOUSE.auth);
  }

  private static HTTPResponse send(HTTPRequest request) throws IOException {
    request.setSSLSocketFactory(sockets);
    return request.send();
  }

  private static ClientAuthentication basic() {
    return new ClientSecretBasic(new ClientID(key.id()), new Secret(key.secret()));
  }

  private static Map<String, ClientAuthentication> ways() {
    var id = new ClientID(key.id());
    var secret = new Secret(key.secret());
    Map<String, ClientAuthentication> ways = new LinkedHashMap<>();
    ways.put("client_secret_basic", basic());
    ways.put("client_secret_post", new ClientSecretPost(id, secret));
    ways.put("tls_client_auth", new PKITLSClientAuthentication(new ClientID("erp"), sockets));
    return ways;
  }

  private static TokenResponse ask(ClientAuthentication way, String scope, URI... resources)
      throws Exception {
    var request =
        new TokenRequest.Builder(server.getTokenEndpointURI(), way, new ClientCredentialsGrant())
            .scope(Scope.parse(scope))
            .resources(resources)
            .build();
    return TokenResponse.parse(send(request.toHTTPRequest()));
  }

  private static AccessToken token(ClientAuthentication way, URI resource) throws Exception {
    TokenResponse answer = ask(way, "gifts:read", resource);
    assertThat(answer).isInstanceOf(AccessTokenResponse.class);
    return answer.toSuccessResponse().getTokens().getAccessToken();
  }

  private static TokenIntrospectionSuccessResponse introspect(
      ClientAuthentication way, AccessToken token) throws Exception {
    var request = new TokenIntrospectionRequest(server.getIntrospectionEndpointURI(), way, token);
    return TokenIntrospectionResponse.parse(send(request.toHTTPRequest())).toSuccessResponse();
  }

  @Test
  @DisplayName(
      "T1 T4 T6 Nimbus takes a token through its life, in each way that the metadata names")
  void nimbus() throws Exception {
    assertThat(server.getTokenEndpointAuthMethods()).hasSameSizeAs(ways().keySet());
    for (ClientAuthentication way : ways().values()) {
      assertThat(server.getTokenEndpointAuthMethods()).contains(way.getMethod());
      assertThat(server.getIntrospectionEndpointAuthMethods()).contains(way.getMethod());
      assertThat(server.getRevocationEndpointAuthMethods()).contains(way.getMethod());
      AccessToken token = token(way, AUDIT);
      var says = introspect(way, token);
      assertThat(says.isActive()).isTrue();
      assertThat(says.getClientID()).isEqualTo(way.getClientID());
      assertThat(says.getAudience()).extracting(Object::toString).containsExactly("audit");
      assertThat(says.getX509CertificateConfirmation().getValue().toString())
          .isEqualTo(acme.certificate.thumbprint());
      var revocation = new TokenRevocationRequest(server.getRevocationEndpointURI(), way, token);
      assertThat(send(revocation.toHTTPRequest()).getStatusCode()).isEqualTo(200);
      assertThat(introspect(way, token).isActive()).isFalse();
    }
  }

  @Test
  @DisplayName("T1 T4 Nimbus knows our errors by their names")
  void errors() throws Exception {
    var good = basic();
    var wrong = new ClientSecretBasic(new ClientID(key.id()), new Secret("wrong"));
    assertThat(error(ask(wrong, "gifts:read", AUDIT))).isEqualTo("401 invalid_client");
    assertThat(error(ask(good, "no:scope", AUDIT))).isEqualTo("400 invalid_scope");
    assertThat(error(ask(good, "gifts:read", URI.create("https://bank.example"))))
        .isEqualTo("400 invalid_target");
    assertThat(error(ask(good, "gifts:read", AUDIT, URI.create("https://gift.giftwarden.example"))))
        .isEqualTo("400 invalid_target");
  }

  private static String error(TokenResponse answer) {
    ErrorObject error = answer.toErrorResponse().getErrorObject();
    return error.getHTTPStatusCode() + " " + error.getCode();
  }

  @Test
  @DisplayName("T3 T4 Spring Security's decoder takes a token of RFC 9068, and none for another")
  void spring() throws Exception {
    String token = token(basic(), AUDIT).getValue();
    Jwt read = decoder("audit").decode(token);
    assertThat(read.getAudience()).containsExactly("audit");
    assertThat(read.getClaimAsString("client_id")).isEqualTo(key.id());
    assertThat(read.getClaimAsString("scope")).isEqualTo("gifts:read");
    assertThatThrownBy(() -> decoder("gift").decode(token)).isInstanceOf(JwtException.class);
  }

  private static NimbusJwtDecoder decoder(String audience) {
    var decoder =
        NimbusJwtDecoder.withJwkSetUri(server.getJWKSetURI().toString())
            .jwsAlgorithm(SignatureAlgorithm.ES256)
            .validateType(false)
            .restOperations(new RestTemplate(new OverTls()))
            .build();
    decoder.setJwtValidator(
        JwtValidators.createAtJwtValidator()
            .issuer(HOUSE.auth)
            .audience(audience)
            .clientId(key.id())
            .build());
    return decoder;
  }

  private static final class OverTls extends SimpleClientHttpRequestFactory {
    @Override
    protected void prepareConnection(HttpURLConnection connection, String method)
        throws IOException {
      ((HttpsURLConnection) connection).setSSLSocketFactory(sockets);
      super.prepareConnection(connection, method);
    }
  }
}
