package dev.giftwarden.edge.text;

import dev.giftwarden.auth.client.id.InvalidValue;
import org.jspecify.annotations.Nullable;

/// What a request must say. JSON can leave a field out or call it null, whatever our types promise.
public final class Required {

  private Required() {}

  /// @throws InvalidValue if `value` is not there
  public static void field(String name, @Nullable Object value) {
    if (value == null) {
      throw new InvalidValue(name + " is required");
    }
  }

  /// `value`, if it is there.
  ///
  /// @throws InvalidValue if it is not
  public static <T> T value(String name, @Nullable T value) {
    if (value == null) {
      throw new InvalidValue(name + " is required");
    }
    return value;
  }
}
