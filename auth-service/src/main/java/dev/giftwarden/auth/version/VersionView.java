package dev.giftwarden.auth.version;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.auth.client.trust.VersionStanding;
import dev.giftwarden.auth.client.trust.VersionStanding.Farewell;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@Schema(name = "VersionV1", description = "A version of the API of gifts and of the audit log")
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection(registerFullHierarchy = true)
record VersionView(
    ApiVersion version,
    State state,
    @Nullable Instant deprecatedAt,
    @Nullable Instant sunset,
    @Schema(description = "The version to go to") @Nullable String successor,
    @Nullable Instant retiredAt) {

  @Schema(description = "It only goes forward")
  public enum State {
    ACTIVE,
    DEPRECATED,
    RETIRED;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static VersionView of(RegisteredVersion version) {
    return switch (version.standing()) {
      case VersionStanding.Active _ ->
          new VersionView(version.id(), State.ACTIVE, null, null, null, null);
      case VersionStanding.Deprecated(Farewell farewell) -> of(version, State.DEPRECATED, farewell);
      case VersionStanding.Retired(Farewell farewell) -> of(version, State.RETIRED, farewell);
    };
  }

  private static VersionView of(RegisteredVersion version, State state, Farewell farewell) {
    return new VersionView(
        version.id(),
        state,
        farewell.deprecatedAt(),
        farewell.sunsetAt(),
        farewell.successor(),
        version.retiredAt().orElse(null));
  }
}
