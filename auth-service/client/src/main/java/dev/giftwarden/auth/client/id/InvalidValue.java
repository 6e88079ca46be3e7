package dev.giftwarden.auth.client.id;

import java.util.Optional;
import java.util.function.Function;

/// A text is not a value of the type it was meant for. Its message says what the type wants and
/// **never repeats the text**, so a problem document may show it; other exceptions' messages may
/// not be shown, because the JDK's own quote their input.
public final class InvalidValue extends IllegalArgumentException {
  public InvalidValue(String wanted) {
    super(wanted);
  }

  /// What `parser` makes of `text`; empty for text that is no such value, for which nothing can be
  /// there.
  public static <T> Optional<T> find(String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (InvalidValue _) {
      return Optional.empty();
    }
  }

  /// What would have been right.
  public String wanted() {
    return String.valueOf(getMessage());
  }
}
