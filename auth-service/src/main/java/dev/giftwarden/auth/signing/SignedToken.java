package dev.giftwarden.auth.signing;

import dev.giftwarden.auth.client.token.TokenClaims;

/// A token as it goes out. The text is a secret for as long as the token lives.
public record SignedToken(String text, TokenClaims claims) {
  @Override
  public String toString() {
    return "SignedToken[" + claims.tokenId() + "]";
  }
}
