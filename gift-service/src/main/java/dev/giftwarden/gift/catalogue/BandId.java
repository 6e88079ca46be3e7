package dev.giftwarden.gift.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What an operator calls a price band; in another collection it may be another.
@Schema(
    implementation = String.class,
    description = "The id of a price band of the collection",
    pattern = Slug.PATTERN,
    examples = "small")
public record BandId(@JsonValue String value) {

  /// @throws InvalidValue for anything else
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BandId {
    Slug.check(value);
  }
}
