package dev.giftwarden.gift.rest;

import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.edge.paging.PageV2;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.gift.outcome.Outcome;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// How version 2 reads parameters and writes answers; each resource of it is one.
public abstract class V2Resource extends ApiResource {

  protected V2Resource(UriInfo asked, Cursors cursors) {
    super(asked, cursors);
  }

  /// @param prefix of the ids in the list: a place in another list is none in this one
  protected PageRequest page(@Nullable String limit, @Nullable String cursor, String prefix) {
    return pageFrom(limit, PageV2.place(cursor), prefix);
  }

  /// Answers with a part of a list, and says in a header, too, where the next one is.
  protected <S, T> RestResponse<PageV2<T>> listed(Page<S> found, Function<S, T> translate) {
    PageV2<T> page = PageV2.of(signed(found), translate);
    var answer = RestResponse.ResponseBuilder.ok(page);
    page.link(uri()).ifPresent(link -> answer.header(HttpHeaders.LINK, link));
    return answer.build();
  }

  /// The same where a list can be refused.
  protected <S, T> Response listed(Outcome<Page<S>> outcome, Function<S, T> translate) {
    return switch (outcome) {
      case Outcome.Done<Page<S>>(Page<S> found, _) -> listed(found, translate).toResponse();
      case Outcome.Refused<Page<S>>(_, Problem problem) -> refused(problem);
    };
  }
}
