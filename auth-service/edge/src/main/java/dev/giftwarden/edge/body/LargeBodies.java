package dev.giftwarden.edge.body;

import java.util.Map;
import java.util.Set;

/// The routes of a service that take more than the usual body, each with what it takes: a method
/// and a path without parameters, `POST /v2/gifts/batch`. Whoever calls has proven nothing when its
/// body is read, so these bodies have room of their own, and leave that of the others alone.
///
/// @param bytes by route
/// @param arriving those of them whose body is worked on as it arrives, once it is decided who
///   calls: it may be larger than all that is in memory
public record LargeBodies(Map<String, Long> bytes, Set<String> arriving) {
  public static final LargeBodies NONE = new LargeBodies(Map.of(), Set.of());

  /// @throws IllegalArgumentException for a route that is looked for by more than its name
  public LargeBodies {
    bytes = Map.copyOf(bytes);
    arriving = Set.copyOf(arriving);
    if (bytes.keySet().stream().anyMatch(route -> route.contains("{"))) {
      throw new IllegalArgumentException("a route without parameters: " + bytes.keySet());
    }
    if (!bytes.keySet().containsAll(arriving)) {
      throw new IllegalArgumentException("a route that takes more than the usual: " + arriving);
    }
  }
}
