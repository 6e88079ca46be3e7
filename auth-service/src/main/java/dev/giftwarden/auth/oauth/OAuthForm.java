package dev.giftwarden.auth.oauth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The parameters of a request to an endpoint of OAuth: each at most once, and an empty one counts
/// as absent (RFC 6749, section 3.2).
record OAuthForm(Map<String, List<String>> values) {
  /// Names a resource, and there may be several (RFC 8707, section 2).
  static final String RESOURCE = "resource";

  private static final Set<String> REPEATABLE = Set.of(RESOURCE);

  Optional<String> optional(String name) throws Malformed {
    var given = values.getOrDefault(name, List.of());
    if (given.size() > 1) {
      throw malformed(name + " was sent more than once");
    }
    return given.stream().filter(value -> !value.isEmpty()).findFirst();
  }

  String required(String name) throws Malformed {
    return optional(name).orElseThrow(() -> malformed(name + " is missing"));
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of()).stream().filter(value -> !value.isEmpty()).toList();
  }

  /// Of those that we do not know, too.
  void requireSingle() throws Malformed {
    boolean repeated =
        values.entrySet().stream()
            .anyMatch(field -> field.getValue().size() > 1 && !REPEATABLE.contains(field.getKey()));
    if (repeated) {
      throw malformed("a parameter was sent more than once");
    }
  }

  static Malformed malformed(String description) {
    return new Malformed(OAuthError.invalidRequest(description));
  }

  /// Leaves the parser at the first fault; never leaves this package.
  static final class Malformed extends Exception {
    private final transient OAuthError error;

    Malformed(OAuthError error) {
      super(error.description(), null, false, false);
      this.error = error;
    }

    OAuthError error() {
      return error;
    }
  }
}
