package dev.giftwarden.gift.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What an operator calls a collection: it is written into programs and read by people.
@Schema(
    implementation = String.class,
    description = "The id of a collection",
    pattern = Slug.PATTERN,
    examples = "thank-you")
public record CollectionId(@JsonValue String value) {

  /// @throws InvalidValue for anything else
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CollectionId {
    Slug.check(value);
  }

  /// Empty for text that can name no collection, which a caller is to meet as one that is not
  /// there.
  public static Optional<CollectionId> parse(String text) {
    return InvalidValue.find(text, CollectionId::new);
  }
}
