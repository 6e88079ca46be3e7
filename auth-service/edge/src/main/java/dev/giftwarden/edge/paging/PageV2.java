package dev.giftwarden.edge.paging;

import dev.giftwarden.edge.problem.InvalidParameter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A part of a list in version 2 of the API. Its cursors are no cursors of another version, so that
/// each version may change what a place in a list is.
///
/// @param next to be sent as `cursor` for the part that follows; null: this was the last
@RegisterForReflection(registerFullHierarchy = true)
public record PageV2<T>(
    @Schema(maxItems = PageRequest.MAX_LIMIT) List<T> data,
    @Schema(nullable = true, description = "What to send as `cursor` for what follows")
        @Nullable String next) {

  /// No cursor of version 1 begins like this: the first character of those is that of a digit, as
  /// itself or in base64.
  private static final String MARK = "v2_";

  private static final String PARAMETER = "cursor=";

  public static <S, T> PageV2<T> of(Page<S> page, Function<S, T> translate) {
    return new PageV2<>(
        page.items().stream().map(translate).toList(), page.next().map(MARK::concat).orElse(null));
  }

  /// The place that a cursor of this version stands for; null where none was sent.
  ///
  /// @throws InvalidParameter for what is no cursor of this version
  public static @Nullable String place(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    if (!cursor.startsWith(MARK)) {
      throw new InvalidParameter("cursor", "what an earlier page gave as next");
    }
    return cursor.substring(MARK.length());
  }

  /// The header that leads to what follows (RFC 8288): the same request, with another cursor. It is
  /// relative, so that it leads to the host that the caller knows us by.
  ///
  /// @param asked what was asked for, as it came
  public Optional<String> link(URI asked) {
    if (next == null) {
      return Optional.empty();
    }
    Stream<String> others =
        Optional.ofNullable(asked.getRawQuery()).stream()
            .flatMap(query -> Arrays.stream(query.split("&")))
            .filter(part -> !part.startsWith(PARAMETER));
    return Optional.of(
        Stream.concat(others, Stream.of(PARAMETER + next))
            .collect(Collectors.joining("&", "<" + asked.getRawPath() + "?", ">; rel=\"next\"")));
  }
}
