package dev.giftwarden.auth.oauth;

import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Scope;
import dev.giftwarden.auth.oauth.OAuthForm.Malformed;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A request to the token endpoint as it was meant (RFC 6749, section 4.4; RFC 8705, section 2; RFC
/// 8707, section 2).
///
/// @param scopes empty: all that the credential has
record TokenRequest(ClientCredential credential, Audience audience, Optional<Set<Scope>> scopes) {

  sealed interface Parsed {
    record Good(TokenRequest request) implements Parsed {}

    record Bad(OAuthError error) implements Parsed {}
  }

  /// @param form every value of every parameter
  /// @param authorization every `Authorization` header
  static Parsed parse(Map<String, List<String>> form, List<String> authorization) {
    try {
      return new Parsed.Good(read(new OAuthForm(form), authorization));
    } catch (Malformed e) {
      return new Parsed.Bad(e.error());
    }
  }

  private static TokenRequest read(OAuthForm form, List<String> authorization) throws Malformed {
    if (!form.required("grant_type").equals("client_credentials")) {
      throw new Malformed(OAuthError.unsupportedGrantType());
    }
    var credential = ClientCredential.read(form, authorization);
    form.requireSingle();
    return new TokenRequest(credential, audience(form), scopes(form));
  }

  /// A token is for one service, whichever parameter names it: two resources are one too many,
  /// because a token for both would be one that either can use at the other.
  private static Audience audience(OAuthForm form) throws Malformed {
    var named = EnumSet.noneOf(Audience.class);
    var text = form.optional("audience");
    if (text.isPresent()) {
      named.add(
          Audience.find(text.get())
              .orElseThrow(() -> invalidTarget("audience is gift, audit or auth")));
    }
    for (String resource : form.all(OAuthForm.RESOURCE)) {
      named.add(resource(resource));
    }
    if (named.size() > 1) {
      throw invalidTarget("a token is for one service: ask for one for each");
    }
    return named.stream().findFirst().orElse(Audience.GIFT);
  }

  private static Audience resource(String text) throws Malformed {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException _) {
      throw invalidTarget("resource is not a URI");
    }
    if (!uri.isAbsolute() || uri.getRawFragment() != null) {
      throw invalidTarget("resource is an absolute URI without a fragment");
    }
    return Audience.ofResource(text)
        .orElseThrow(() -> invalidTarget("no service here is called by this resource"));
  }

  private static Malformed invalidTarget(String description) {
    return new Malformed(OAuthError.invalidTarget(description));
  }

  private static Optional<Set<Scope>> scopes(OAuthForm form) throws Malformed {
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
}
