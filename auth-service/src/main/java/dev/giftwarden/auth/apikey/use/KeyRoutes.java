package dev.giftwarden.auth.apikey.use;

import dev.giftwarden.auth.client.Audience;
import java.time.Instant;
import java.util.List;

/// What a key was used for.
///
/// @param since of uses before nothing is known
/// @param used each once
public record KeyRoutes(Instant since, List<Used> used) {
  public KeyRoutes {
    used = List.copyOf(used);
  }

  /// @param route as the service's access table has it, or had it then: `POST /v2/gifts`
  public record Used(Audience service, String route) {}
}
