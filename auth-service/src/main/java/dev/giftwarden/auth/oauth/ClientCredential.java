package dev.giftwarden.auth.oauth;

import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.InvalidValue;
import dev.giftwarden.auth.oauth.OAuthForm.Malformed;
import java.util.List;

/// How a client authenticates at the endpoints of OAuth, the same at each (RFC 6749, section 2.3;
/// RFC 8705, section 2).
sealed interface ClientCredential {
  /// The same as `token_endpoint_auth_methods_supported` has them (RFC 8414).
  List<String> METHODS = List.of("client_secret_basic", "client_secret_post", "tls_client_auth");

  /// `client_secret_basic` or `client_secret_post`: the id of the key, and the whole key.
  record Secret(String clientId, PresentedKey key) implements ClientCredential {}

  /// `tls_client_auth`: the certificate on the connection has to say the same name.
  record Certificate(ClientId client) implements ClientCredential {}

  /// One way of authenticating, not two (RFC 6749, section 2.3).
  ///
  /// @param authorization every `Authorization` header
  static ClientCredential read(OAuthForm form, List<String> authorization) throws Malformed {
    if (authorization.size() > 1) {
      throw OAuthForm.malformed("more than one Authorization header");
    }
    var secret = form.optional("client_secret");
    if (!authorization.isEmpty()) {
      if (secret.isPresent()) {
        throw OAuthForm.malformed("client_secret in header and body");
      }
      return basic(form, authorization.getFirst());
    }
    var clientId = form.required("client_id");
    if (secret.isPresent()) {
      return new Secret(clientId, new PresentedKey(secret.get()));
    }
    return InvalidValue.find(clientId, ClientId::new)
        .map(Certificate::new)
        .orElseThrow(() ->
            OAuthForm.malformed(
                "client_id without client_secret is the client of your certificate"));
  }

  private static ClientCredential basic(OAuthForm form, String authorization) throws Malformed {
    var basic =
        BasicCredentials.parse(authorization)
            .orElseThrow(
                () -> OAuthForm.malformed("Authorization is Basic, with client_id:client_secret"));
    var repeated = form.optional("client_id");
    if (repeated.isPresent() && !repeated.get().equals(basic.user())) {
      throw OAuthForm.malformed("client_id differs between header and body");
    }
    return new Secret(basic.user(), new PresentedKey(basic.password()));
  }
}
