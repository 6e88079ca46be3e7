package dev.giftwarden.auth.oauth;

import dev.giftwarden.edge.FilterOrder;
import dev.giftwarden.edge.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/// Says in the words of RFC 6749 what was refused at the token endpoint before it was read: a wrong
/// method or content type, a key in the URL. An OAuth client knows no problem documents. Comes
/// before what makes them.
@Provider
@Priority(FilterOrder.TOKEN_ERROR)
public class TokenErrorFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext asked, ContainerResponseContext answer) {
    if (answer.getEntity() instanceof Problem problem
        && asked.getUriInfo().getPath().equals("/oauth2/token")) {
      var error = OAuthError.of(problem.type(), problem.detail());
      answer.setEntity(TokenResource.ErrorAnswer.of(error), null, MediaType.APPLICATION_JSON_TYPE);
      answer.getHeaders().putSingle("Cache-Control", "no-store");
    }
  }
}
