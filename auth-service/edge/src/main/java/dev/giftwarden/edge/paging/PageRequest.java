package dev.giftwarden.edge.paging;

/// Which part of a list is wanted.
///
/// @param limit 1 to [#MAX_LIMIT] rows
public record PageRequest(int limit, Cursor after) {

  public static final int MAX_LIMIT = 100;

  public PageRequest {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("a page has 1 to " + MAX_LIMIT + " rows");
    }
  }

  public static PageRequest first(int limit) {
    return new PageRequest(limit, Cursor.START);
  }

  /// As many rows from behind `cursor` on.
  public PageRequest after(Cursor cursor) {
    return new PageRequest(limit, cursor);
  }
}
