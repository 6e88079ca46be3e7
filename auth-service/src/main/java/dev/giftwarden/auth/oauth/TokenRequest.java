package dev.giftwarden.auth.oauth;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A request to the token endpoint as it was meant (RFC 6749, section 4.4; RFC 8705, section 2).
///
/// @param scopes empty: all that the credential has
record TokenRequest(Credential credential, Audience audience, Optional<Set<Scope>> scopes) {

  sealed interface Credential {
    /// `client_secret_basic` or `client_secret_post`: the id of the key, and the whole key.
    record Secret(String clientId, PresentedKey key) implements Credential {}

    /// `tls_client_auth`: the certificate on the connection has to say the same name.
    record Certificate(ClientId client) implements Credential {}
  }

  sealed interface Parsed {
    record Good(TokenRequest request) implements Parsed {}

    record Bad(OAuthError error) implements Parsed {}
  }

  /// @param form every value of every parameter
  /// @param authorization every `Authorization` header
  static Parsed parse(Map<String, List<String>> form, List<String> authorization) {
    try {
      return new Parsed.Good(read(new Form(form), authorization));
    } catch (Malformed e) {
      return new Parsed.Bad(e.error);
    }
  }

  private static TokenRequest read(Form form, List<String> authorization) throws Malformed {
    if (!form.required("grant_type").equals("client_credentials")) {
      throw new Malformed(OAuthError.unsupportedGrantType());
    }
    var credential = credential(form, authorization);
    if (form.hasRepeated()) {
      throw malformed("a parameter was sent more than once");
    }
    return new TokenRequest(credential, audience(form), scopes(form));
  }

  /// One way of authenticating, not two (RFC 6749, section 2.3).
  private static Credential credential(Form form, List<String> authorization) throws Malformed {
    if (authorization.size() > 1) {
      throw malformed("more than one Authorization header");
    }
    var secret = form.optional("client_secret");
    if (!authorization.isEmpty()) {
      if (secret.isPresent()) {
        throw malformed("client_secret in header and body");
      }
      var basic =
          BasicCredentials.parse(authorization.getFirst())
              .orElseThrow(() -> malformed("Authorization is Basic, with client_id:client_secret"));
      var repeated = form.optional("client_id");
      if (repeated.isPresent() && !repeated.get().equals(basic.user())) {
        throw malformed("client_id differs between header and body");
      }
      return new Credential.Secret(basic.user(), new PresentedKey(basic.password()));
    }
    var clientId = form.required("client_id");
    if (secret.isPresent()) {
      return new Credential.Secret(clientId, new PresentedKey(secret.get()));
    }
    return InvalidValue.find(clientId, ClientId::new)
        .map(Credential.Certificate::new)
        .orElseThrow(
            () -> malformed("client_id without client_secret is the client of your certificate"));
  }

  private static Audience audience(Form form) throws Malformed {
    var text = form.optional("audience");
    try {
      return text.map(Audience::of).orElse(Audience.GIFT);
    } catch (IllegalArgumentException _) {
      throw new Malformed(OAuthError.invalidTarget("audience is gift, audit or auth"));
    }
  }

  private static Optional<Set<Scope>> scopes(Form form) throws Malformed {
    var text = form.optional("scope");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var scopes = EnumSet.noneOf(Scope.class);
    for (String word : text.get().split(" ", -1)) {
      scopes.add(
          Scope.find(word)
              .filter(Scope::forPartners)
              .orElseThrow(
                  () -> new Malformed(OAuthError.invalidScope("a scope that does not exist"))));
    }
    return Optional.of(scopes);
  }

  private static Malformed malformed(String description) {
    return new Malformed(OAuthError.invalidRequest(description));
  }

  /// The parameters, each at most once; an empty one counts as absent (RFC 6749, section 3.2).
  private record Form(Map<String, List<String>> values) {
    Optional<String> optional(String name) throws Malformed {
      var given = values.getOrDefault(name, List.of());
      if (given.size() > 1) {
        throw malformed(name + " was sent more than once");
      }
      return given.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    /// Those that we do not know included (RFC 6749, section 3.2).
    boolean hasRepeated() {
      return values.values().stream().anyMatch(given -> given.size() > 1);
    }

    String required(String name) throws Malformed {
      return optional(name).orElseThrow(() -> malformed(name + " is missing"));
    }
  }

  /// Leaves the parser at the first fault; never leaves this class.
  private static final class Malformed extends Exception {
    private final transient OAuthError error;

    private Malformed(OAuthError error) {
      super(error.description(), null, false, false);
      this.error = error;
    }
  }
}
