package dev.giftwarden.edge.paging;

import dev.giftwarden.edge.problem.InvalidParameter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which part of a list is wanted.
///
/// @param limit 1 to [#MAX_LIMIT] rows
public record PageRequest(int limit, Cursor after) {

  public static final int MAX_LIMIT = 100;

  private static final int DEFAULT_LIMIT = 20;
  private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]?|100");

  public PageRequest {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("a page has 1 to " + MAX_LIMIT + " rows");
    }
  }

  /// Reads the parameter `limit`, which every list takes: 20 where none is given.
  public static int limit(@Nullable String text) {
    return InvalidParameter.read(
            "limit", text, "a number from 1 to " + MAX_LIMIT, PageRequest::readLimit)
        .orElse(DEFAULT_LIMIT);
  }

  private static int readLimit(String text) {
    if (!LIMIT.matcher(text).matches()) {
      throw new IllegalArgumentException("not a limit");
    }
    return Integer.parseInt(text);
  }

  public static PageRequest first(int limit) {
    return new PageRequest(limit, Cursor.START);
  }

  /// As many rows from behind `cursor` on.
  public PageRequest after(Cursor cursor) {
    return new PageRequest(limit, cursor);
  }
}
