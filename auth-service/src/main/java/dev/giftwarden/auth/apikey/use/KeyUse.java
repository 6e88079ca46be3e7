package dev.giftwarden.auth.apikey.use;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is known of the use of a key.
///
/// @param last empty: it was never used
/// @param failures empty: it was never refused
public record KeyUse(Optional<Last> last, Optional<Failures> failures) {
  public static final KeyUse NONE = new KeyUse(Optional.empty(), Optional.empty());

  @Schema(name = "KeyLastUseV1", description = "When a key was last used, for what and from where")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @RegisterForReflection(registerFullHierarchy = true)
  public record Last(
      @Schema(description = "It may be used again since: less than a minute is not told yet")
          Instant at,
      @Schema(
              description = "Method and template of the route, by the key or by a token of it",
              examples = "POST /v2/gifts")
          String route,
      @Schema(description = "The IP address that it came from") String address,
      @Schema(description = "Serial of the certificate on the connection")
          @Nullable String certificate) {}

  @Schema(name = "KeyFailuresV1", description = "How often a key was refused")
  @RegisterForReflection(registerFullHierarchy = true)
  public record Failures(
      @Schema(
              description =
                  "Calls that were refused although they brought the key or a token of it, and calls"
                      + " that brought its id with another secret",
              minimum = "1")
          long count,
      Instant lastAt) {}
}
