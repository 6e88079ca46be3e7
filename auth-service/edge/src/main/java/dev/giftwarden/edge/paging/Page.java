package dev.giftwarden.edge.paging;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A part of a list, and where the next part begins if there is one.
///
/// @param next what to send as `cursor` for it
public record Page<T>(List<T> items, Optional<String> next) {

  public Page {
    items = List.copyOf(items);
  }

  /// @param rows what was found when one row more than the page holds was asked for
  public static <T> Page<T> of(List<T> rows, PageRequest request, Function<T, Cursor> place) {
    return of(rows, request.limit(), last -> place.apply(last).text());
  }

  /// The same where a place in the list has a name of another kind.
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> place) {
    if (rows.size() <= limit) {
      return new Page<>(rows, Optional.empty());
    }
    List<T> items = rows.subList(0, limit);
    return new Page<>(items, Optional.of(place.apply(items.getLast())));
  }

  public <U> Page<U> map(Function<T, U> change) {
    return new Page<>(items.stream().map(change).toList(), next);
  }
}
