package dev.giftwarden.edge.problem;

import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A parameter of a query or a header is not what it should be: 400 that names it and never repeats
/// its value.
public final class InvalidParameter extends RuntimeException {
  private final String name;
  private final String wanted;

  /// @param wanted what would have been right
  public InvalidParameter(String name, String wanted) {
    super(name + ": " + wanted);
    this.name = name;
    this.wanted = wanted;
  }

  /// What `parser` makes of a parameter, if it came.
  ///
  /// @param parser refuses what is no such value with an [IllegalArgumentException]
  public static <T> Optional<T> read(
      String name, @Nullable String value, String wanted, Function<String, T> parser) {
    try {
      return Optional.ofNullable(value).map(parser);
    } catch (IllegalArgumentException | DateTimeException _) {
      throw new InvalidParameter(name, wanted);
    }
  }

  public String name() {
    return name;
  }

  public String wanted() {
    return wanted;
  }
}
