package dev.giftwarden.auth.client.route;

import java.util.List;

/// All routes of this service. Its access table makes them, so that what is told of it elsewhere is
/// what it decides by.
public record ServedRoutes(List<ServedRoute> all) {
  /// Several times what the largest service has.
  public static final int MAX = 500;

  public ServedRoutes {
    all = List.copyOf(all);
    if (all.size() > MAX) {
      throw new IllegalArgumentException("more routes than auth takes: " + all.size());
    }
  }
}
