package dev.giftwarden.auth.oauth;

import dev.giftwarden.edge.problem.Dialect;
import dev.giftwarden.edge.problem.Problem;
import jakarta.inject.Singleton;
import java.util.Set;

/// Says in the words of RFC 6749 what was refused at an endpoint of OAuth before it was read: a
/// wrong method or content type, a key in the URL, a body too large. An OAuth client knows no
/// problem documents.
@Singleton
public class TokenErrors implements Dialect {

  private static final Set<String> ENDPOINTS =
      Set.of("/oauth2/token", "/oauth2/revoke", "/oauth2/introspect");

  @Override
  public boolean isSpokenAt(String path) {
    return ENDPOINTS.contains(path);
  }

  @Override
  public Object document(Problem problem) {
    return TokenResource.ErrorAnswer.of(OAuthError.of(problem.type(), problem.detail()));
  }
}
