package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.exchange.EnrolmentCodeForm;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import java.util.List;

/// What a request brought along to prove itself with, besides its connection.
public sealed interface Credentials {

  record None() implements Credentials {}

  record Token(String text) implements Credentials {
    /// A token is a secret for as long as it lives.
    @Override
    public String toString() {
      return "Token[…]";
    }
  }

  record Key(PresentedKey key) implements Credentials {}

  /// A credential for one route, which reads and checks it itself.
  record EnrolmentCode() implements Credentials {}

  record Several() implements Credentials {}

  /// @param authorization every `Authorization` header; schemes other than `Bearer` are not ours
  /// @param apiKey every `X-Api-Key` header
  static Credentials read(List<String> authorization, List<String> apiKey) {
    if (authorization.size() + apiKey.size() > 1) {
      return new Several();
    }
    if (!apiKey.isEmpty()) {
      return new Key(new PresentedKey(apiKey.getFirst().strip()));
    }
    return authorization.isEmpty() ? new None() : bearer(authorization.getFirst());
  }

  private static Credentials bearer(String header) {
    String scheme = "Bearer ";
    if (!header.regionMatches(true, 0, scheme, 0, scheme.length())) {
      return new None();
    }
    String text = header.substring(scheme.length()).strip();
    if (text.startsWith(EnrolmentCodeForm.PREFIX)) {
      return new EnrolmentCode();
    }
    return text.startsWith(PresentedKey.PREFIX) ? new Key(new PresentedKey(text)) : new Token(text);
  }
}
