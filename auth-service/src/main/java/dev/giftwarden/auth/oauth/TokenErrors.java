package dev.giftwarden.auth.oauth;

import dev.giftwarden.edge.problem.Dialect;
import dev.giftwarden.edge.problem.Problem;
import jakarta.inject.Singleton;

/// Says in the words of RFC 6749 what was refused at the token endpoint before it was read: a wrong
/// method or content type, a key in the URL, a body too large. An OAuth client knows no problem
/// documents.
@Singleton
public class TokenErrors implements Dialect {

  @Override
  public boolean isSpokenAt(String path) {
    return path.equals("/oauth2/token");
  }

  @Override
  public Object document(Problem problem) {
    return TokenResource.ErrorAnswer.of(OAuthError.of(problem.type(), problem.detail()));
  }
}
