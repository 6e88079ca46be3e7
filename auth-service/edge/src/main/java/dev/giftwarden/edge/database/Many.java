package dev.giftwarden.edge.database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What many things say, one column after the other, for a statement that takes them apart again
/// (`unnest`): it is the same whatever their number, so that the database knows it already.
public final class Many {
  private Many() {}

  public static <T> String[] texts(List<T> things, Function<T, String> column) {
    return things.stream().map(column).toArray(String[]::new);
  }

  public static <T> @Nullable String[] optionals(
      List<T> things, Function<T, Optional<String>> column) {
    @Nullable String[] texts = new String[things.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = column.apply(things.get(i)).orElse(null);
    }
    return texts;
  }

  /// As texts, which `cast(… as timestamptz)` reads.
  public static <T> @Nullable String[] times(
      List<T> things, Function<T, Optional<Instant>> column) {
    return optionals(things, thing -> column.apply(thing).map(Instant::toString));
  }

  public static <T> long[] numbers(List<T> things, ToLongFunction<T> column) {
    return things.stream().mapToLong(column).toArray();
  }

  public static <T> byte[] @Nullable [] bytes(
      List<T> things, Function<T, Optional<byte[]>> column) {
    byte[] @Nullable [] bytes = new byte[things.size()][];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = column.apply(things.get(i)).orElse(null);
    }
    return bytes;
  }
}
