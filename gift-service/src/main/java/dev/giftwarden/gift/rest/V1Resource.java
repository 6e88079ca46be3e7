package dev.giftwarden.gift.rest;

import dev.giftwarden.edge.paging.Page;
import dev.giftwarden.edge.paging.PageRequest;
import dev.giftwarden.edge.paging.PageV1;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How version 1 reads parameters and writes answers; each resource of it is one.
public abstract class V1Resource extends ApiResource {

  private static final Map<String, String> NAMES =
      Map.of(
          "budget", "budgetId",
          "recipient", "recipientId",
          "value.amount", "amount",
          "value.currency", "currency");

  protected V1Resource(UriInfo asked, Cursors cursors) {
    super(asked, cursors);
  }

  @Override
  String name(String field) {
    return NAMES.getOrDefault(field, field);
  }

  /// @param prefix of the ids in the list: a place in another list is none in this one
  protected PageRequest page(@Nullable String limit, @Nullable String cursor, String prefix) {
    return pageFrom(limit, cursor, prefix);
  }

  /// A part of a list.
  protected <S, T> PageV1<T> listed(Page<S> found, Function<S, T> translate) {
    return PageV1.of(signed(found), translate);
  }
}
