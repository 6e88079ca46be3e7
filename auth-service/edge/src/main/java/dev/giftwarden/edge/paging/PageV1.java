package dev.giftwarden.edge.paging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A part of a list in version 1 of the API.
///
/// @param next to be sent as `cursor` for the part that follows; null: this was the last
@RegisterForReflection(registerFullHierarchy = true)
public record PageV1<T>(
    @Schema(maxItems = PageRequest.MAX_LIMIT) List<T> items,
    @Schema(nullable = true, description = "What to send as `cursor` for what follows")
        @Nullable String next) {

  public static <S, T> PageV1<T> of(Page<S> page, Function<S, T> translate) {
    return new PageV1<>(page.items().stream().map(translate).toList(), page.next().orElse(null));
  }
}
