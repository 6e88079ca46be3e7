package dev.giftwarden.edge.body;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// How large the body of a request may be. Quarkus knows one size for all (`max-body-size`); where
/// a route takes more than the others, that is the most of any, and the usual is said apart.
@Singleton
public class BodyLimits {
  private final long usualBytes;
  private final Map<String, Long> large;
  private final Set<String> arriving;

  /// @param usual empty: what Quarkus lets through
  BodyLimits(
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most,
      @ConfigProperty(name = "giftwarden.body.usual") Optional<MemorySize> usual,
      LargeBodies large) {
    this.usualBytes = usual.orElse(most).asLongValue();
    this.large = large.bytes();
    this.arriving = large.arriving();
    long mostBytes = most.asLongValue();
    if (usualBytes > mostBytes || this.large.values().stream().anyMatch(b -> b > mostBytes)) {
      throw new IllegalStateException(
          "quarkus.http.limits.max-body-size is the most that any route takes, and is "
              + mostBytes
              + " bytes");
    }
  }

  public long usual() {
    return usualBytes;
  }

  /// By the path as it was sent: what spells it otherwise has the usual.
  public long of(HttpServerRequest request) {
    return large.getOrDefault(route(request), usualBytes);
  }

  public boolean isLarge(HttpServerRequest request) {
    return of(request) > usualBytes;
  }

  /// Whether its body is worked on as it arrives.
  public boolean arrives(HttpServerRequest request) {
    return arriving.contains(route(request));
  }

  private static String route(HttpServerRequest request) {
    return request.method().name() + " " + request.path();
  }
}
