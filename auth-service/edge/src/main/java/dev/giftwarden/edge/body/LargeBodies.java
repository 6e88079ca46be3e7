package dev.giftwarden.edge.body;

import java.util.Map;

/// The routes of a service that take more than the usual body, each with what it takes: a method
/// and a path without parameters, `POST /v2/gifts/batch`. Whoever calls has proven nothing when its
/// body is read, so these bodies have room of their own, and leave that of the others alone.
///
/// @param bytes by route
public record LargeBodies(Map<String, Long> bytes) {
  public static final LargeBodies NONE = new LargeBodies(Map.of());

  /// @throws IllegalArgumentException for a route that is looked for by more than its name
  public LargeBodies {
    bytes = Map.copyOf(bytes);
    if (bytes.keySet().stream().anyMatch(route -> route.contains("{"))) {
      throw new IllegalArgumentException("a route without parameters: " + bytes.keySet());
    }
  }
}
