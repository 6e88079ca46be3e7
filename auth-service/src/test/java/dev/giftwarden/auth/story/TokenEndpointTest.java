package dev.giftwarden.auth.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.giftwarden.auth.testing.AuthTest;
import dev.giftwarden.auth.testing.Directory;
import dev.giftwarden.auth.testing.Edge;
import dev.giftwarden.database.ServiceDatabase;
import dev.giftwarden.database.testing.TestDatabase;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@AuthTest
@DisplayName("T1-T3 the token endpoint")
class TokenEndpointTest {
  private static final String TOKEN = "/oauth2/token";

  private final Directory directory = new Directory();
  private final Edge stranger = Edge.stranger();

  @Test
  @DisplayName("T1, T2 certificate and key in, a five-minute token bound to the certificate out")
  void issuesABoundToken() {
    var account = directory.account("enterprise", "required");
    directory.client(account, "erp", "gifts:read");
    var key = directory.key(account, "gifts:read gifts:send", "");
    var partner = Edge.partner(account, "erp");

    var answer = partner.postForm(TOKEN, Directory.secret(key));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
    assertThat(answer.json().get("certificate_bound").asBoolean()).isTrue();
    assertThat(answer.json().get("scope").asText()).isEqualTo("gifts:read gifts:send");
    var token = answer.json().get("access_token").asText();
    var header = part(token, 0);
    assertThat(header.get("typ").asText()).isEqualTo("at+jwt");
    assertThat(header.get("alg").asText()).isEqualTo("ES256");
    assertThat(header.size()).isEqualTo(3);
    var claims = part(token, 1);
    assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(300);
    assertThat(claims.get("aud").asText()).isEqualTo("gift");
    assertThat(claims.get("sub").asText()).isEqualTo("key:" + key.get("id").asText());
    assertThat(claims.get("client_id").asText()).isEqualTo(key.get("id").asText());
    assertThat(claims.get("gw_account").asText()).isEqualTo(account);
    assertThat(claims.at("/cnf/x5t#S256").asText())
        .isEqualTo(partner.certificate().own().thumbprint().value());
    assertThat(claims.get("gw_epochs").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "account:" + account, "client:" + account + "/erp", "key:" + key.get("id").asText());
  }

  @Test
  @DisplayName("T1, T6 the next token waits for no table of keys, and what ends the key ends that")
  void asksOnce() throws SQLException {
    var account = directory.account("standard", "optional");
    var key = directory.key(account, "gifts:read", "");
    assertThat(stranger.postForm(TOKEN, Directory.secret(key)).status()).isEqualTo(200);
    try (var other =
            TestDatabase.ofThisJvm().connect(ServiceDatabase.AUTH, ServiceDatabase.SUPERUSER);
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table api_key in access exclusive mode");
      assertThat(stranger.postForm(TOKEN, Directory.secret(key)).status()).isEqualTo(200);
      other.rollback();
    }
    var id = key.get("id").asText();
    var path = "/v1/accounts/" + account + "/keys/" + id + "/revoke";
    assertThat(Edge.operator().post(path, "").status()).isEqualTo(200);
    var answer = stranger.postForm(TOKEN, Directory.secret(key));
    assertThat(answer.status()).as(answer.text()).isEqualTo(401);
    assertThat(answer.json().get("error").asText()).isEqualTo("invalid_client");
  }

  @Test
  @DisplayName("T3 a parameter in the URL, where logs keep it, is refused in the words of OAuth")
  void refusesTheQuery() {
    var key = directory.key(directory.account("standard", "optional"), "gifts:read", "");
    var answer = stranger.postForm(TOKEN + "?grant_type=client_credentials", Directory.secret(key));
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().get("error").asText()).isEqualTo("invalid_request");
  }

  @Test
  @DisplayName("T4 the signature verifies with the key of the JWKS that the header names")
  void signatureVerifiesWithTheJwks() throws Exception {
    var key = directory.key(directory.account("standard", "optional"), "gifts:read", "");
    var token = stranger.postForm(TOKEN, Directory.secret(key)).json().get("access_token").asText();
    var kid = part(token, 0).get("kid").asText();
    for (var jwk : stranger.get("/.well-known/jwks.json").json().get("keys")) {
      if (jwk.get("kid").asText().equals(kid)) {
        assertThat(verifies(token, publicKey(jwk))).isTrue();
        return;
      }
    }
    throw new AssertionError("no key " + kid);
  }

  @Test
  @DisplayName("T1 a standard account's key alone gives a bearer token, and the answer says so")
  void bearerTokensSaySo() {
    var key = directory.key(directory.account("standard", "optional"), "gifts:read", "");
    var answer =
        stranger.postForm(
            TOKEN, Map.of("grant_type", "client_credentials"), "Authorization", basic(key));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("certificate_bound").asBoolean()).isFalse();
    assertThat(part(answer.json().get("access_token").asText(), 1).has("cnf")).isFalse();
  }

  @Test
  @DisplayName("T1 a certificate alone gives its client's scopes (tls_client_auth)")
  void certificateAlone() {
    var account = directory.account("enterprise", "required");
    directory.client(account, "erp", "gifts:read budgets:read");
    var answer = Edge.partner(account, "erp").postForm(TOKEN, certificate("erp"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("scope").asText()).isEqualTo("gifts:read budgets:read");
    var claims = part(answer.json().get("access_token").asText(), 1);
    assertThat(claims.get("sub").asText()).isEqualTo("client:" + account + "/erp");
    assertThat(claims.get("gw_pii").asBoolean()).isFalse();
  }

  @Test
  @DisplayName("M4 an account that requires mTLS gives nothing for a bare key")
  void policyBeatsTheKey() {
    var account = directory.account("enterprise", "required");
    var key = directory.key(account, "gifts:read", "");
    refused(stranger, Directory.secret(key), 401, "invalid_client", "certificate-required");
  }

  @Test
  @DisplayName("T1 a key over another account's certificate is refused")
  void accountsMustMatch() {
    var key = directory.key(directory.account("standard", "optional"), "gifts:read", "");
    var other = directory.account("enterprise", "required");
    directory.client(other, "erp", "gifts:read");
    var form = Directory.secret(key);
    refused(Edge.partner(other, "erp"), form, 401, "invalid_client", "certificate-mismatch");
    refused(Edge.operator(), form, 401, "invalid_client", "certificate-mismatch");
  }

  @Test
  @DisplayName("T1 a certificate without a registered client, or of another name, is refused")
  void clientsMustBeRegistered() {
    var account = directory.account("enterprise", "required");
    directory.client(account, "erp", "gifts:read");
    var other = Edge.partner(account, "crm");
    refused(other, certificate("crm"), 401, "invalid_client", "certificate-mismatch");
    refused(other, certificate("erp"), 401, "invalid_client", "certificate-mismatch");
    refused(stranger, certificate("erp"), 401, "invalid_client", "certificate-required");
  }

  @Test
  @DisplayName("T1 a wider scope than the key's is invalid_scope, a narrower one is given")
  void scopesOnlyNarrow() {
    var key = directory.key(directory.account("standard", "optional"), "gifts:read gifts:send", "");
    refused(
        stranger,
        Directory.secret(key, "scope", "gifts:read budgets:read"),
        400,
        "invalid_scope",
        "insufficient-scope");
    var narrow = stranger.postForm(TOKEN, Directory.secret(key, "scope", "gifts:read"));
    assertThat(narrow.json().get("scope").asText()).isEqualTo("gifts:read");
  }

  @Test
  @DisplayName("T3 T4 RFC 8707: a token for a resource is for that service alone")
  void resourcesAreAudiences() {
    var key = directory.key(directory.account("standard", "optional"), "gifts:read", "");
    var form = Directory.secret(key, "resource", "https://audit.giftwarden.example");
    var token = stranger.postForm(TOKEN, form).json().get("access_token").asText();
    assertThat(part(token, 1).get("aud").asText()).isEqualTo("audit");
    refused(
        stranger,
        Directory.secret(key, "resource", "https://bank.example"),
        400,
        "invalid_target",
        "malformed-request");
  }

  @Test
  @DisplayName("K13 a key outside its networks is refused")
  void networksCount() {
    var key =
        directory.key(
            directory.account("standard", "optional"),
            "gifts:read",
            "",
            ", \"networks\": [\"203.0.113.0/24\"]");
    refused(stranger, Directory.secret(key), 400, "unauthorized_client", "address-not-allowed");
  }

  @Test
  @DisplayName("K10 a key does not work before it begins, and its face then is that of no key")
  void notBeforeCounts() {
    var key =
        directory.key(
            directory.account("standard", "optional"),
            "gifts:read",
            "",
            ", \"notBefore\": \"" + Instant.now().plusSeconds(3600) + "\"");
    refused(stranger, Directory.secret(key), 401, "invalid_client", "key-invalid");
  }

  @Test
  @DisplayName("K8, K15 a flipped character, an unknown id and a wrong secret have one face")
  void oneFaceForWrongKeys() {
    var account = directory.account("standard", "optional");
    var key = directory.key(account, "gifts:read", "");
    var other = directory.key(account, "gifts:read", "");
    var text = key.get("key").asText();
    var flipped = text.substring(0, 25) + (text.charAt(25) == 'a' ? 'b' : 'a') + text.substring(26);
    var faces =
        List.of(
            body(form(key.get("id").asText(), flipped)),
            body(form(other.get("id").asText(), text)),
            body(form("000000000000", "gwk_test_000000000000_" + "0".repeat(30) + "1iDcwD")));
    assertThat(faces).containsOnly(faces.getFirst());
    assertThat(faces.getFirst()).contains("invalid_client").doesNotContain(text);
  }

  private String body(Map<String, String> form) {
    var answer = stranger.postForm(TOKEN, form);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers()).containsKey("www-authenticate");
    return answer.text();
  }

  @Test
  @DisplayName("T4 the metadata names what works here")
  void metadata() {
    var metadata = stranger.get("/.well-known/oauth-authorization-server").json();
    assertThat(metadata.get("issuer").asText()).isEqualTo("https://localhost:8441");
    assertThat(metadata.get("token_endpoint").asText()).endsWith(":8441/oauth2/token");
    assertThat(metadata.get("tls_client_certificate_bound_access_tokens").asBoolean()).isTrue();
    var methods = metadata.get("token_endpoint_auth_methods_supported");
    for (String endpoint : List.of("revocation", "introspection")) {
      assertThat(metadata.get(endpoint + "_endpoint").asText()).contains(":8441/oauth2/");
      assertThat(metadata.get(endpoint + "_endpoint_auth_methods_supported")).isEqualTo(methods);
    }
    assertThat(metadata)
        .as("section 3.2: what would be empty is left out")
        .noneMatch(member -> member.isContainerNode() && member.isEmpty());
    assertThat(metadata.has("mtls_endpoint_aliases")).isFalse();
    assertThat(metadata.get("protected_resources")).hasSize(3);
    assertThat(metadata.get("scopes_supported").toString()).doesNotContain("audit:append");
  }

  private static void refused(
      Edge edge, Map<String, String> form, int status, String error, String problem) {
    var answer = edge.postForm(TOKEN, form);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().get("error").asText()).isEqualTo(error);
    assertThat(answer.json().get("error_uri").asText()).endsWith("/problems/" + problem);
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
  }

  private static Map<String, String> certificate(String client) {
    return Map.of("grant_type", "client_credentials", "client_id", client);
  }

  private static Map<String, String> form(String id, String secret) {
    return Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", secret);
  }

  private static String basic(JsonNode key) {
    var pair = key.get("id").asText() + ":" + key.get("key").asText();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private static JsonNode part(String token, int index) {
    try {
      return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[index]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static PublicKey publicKey(JsonNode jwk) throws GeneralSecurityException {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    var point = new ECPoint(coordinate(jwk, "x"), coordinate(jwk, "y"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
  }

  private static BigInteger coordinate(JsonNode jwk, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.get(name).asText()));
  }

  private static boolean verifies(String token, PublicKey key) throws GeneralSecurityException {
    int dot = token.lastIndexOf('.');
    var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(key);
    signature.update(token.substring(0, dot).getBytes(UTF_8));
    return signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
  }
}
