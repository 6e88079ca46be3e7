package dev.giftwarden.auth.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A version of the public API, as it stands first in a path: `/v1/gifts`.
@Schema(description = "A version of the public API")
public enum ApiVersion {
  V1("v1"),
  V2("v2");

  private final String text;

  ApiVersion(String text) {
    this.text = text;
  }

  @JsonValue
  public String text() {
    return text;
  }

  /// @throws InvalidValue for a version that does not exist
  @JsonCreator
  public static ApiVersion of(String text) {
    return find(text).orElseThrow(() -> new InvalidValue("not an API version"));
  }

  public static Optional<ApiVersion> find(String text) {
    return Arrays.stream(values()).filter(version -> version.text.equals(text)).findFirst();
  }

  /// Of those that are kept or claimed, what this release knows: what a later one has brought, no
  /// route here has.
  public static Set<ApiVersion> known(Collection<String> texts) {
    return texts.stream()
        .flatMap(text -> find(text).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The version a path belongs to; paths such as `/oauth2/token` belong to none.
  public static Optional<ApiVersion> ofPath(String path) {
    int end = path.indexOf('/', 1);
    return end < 0 ? Optional.empty() : find(path.substring(1, end));
  }
}
