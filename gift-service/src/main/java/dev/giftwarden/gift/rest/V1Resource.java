package dev.giftwarden.gift.rest;

import dev.giftwarden.edge.paging.PageRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How version 1 reads parameters and writes answers; each resource of it is one.
public abstract class V1Resource extends ApiResource {

  private static final Map<String, String> NAMES =
      Map.of(
          "budget", "budgetId",
          "recipient", "recipientId",
          "value.amount", "amount",
          "value.currency", "currency");

  @Override
  String name(String field) {
    return NAMES.getOrDefault(field, field);
  }

  /// @param prefix of the ids in the list: a place in another list is none in this one
  protected static PageRequest page(
      @Nullable String limit, @Nullable String cursor, String prefix) {
    return pageFrom(limit, cursor, prefix);
  }
}
