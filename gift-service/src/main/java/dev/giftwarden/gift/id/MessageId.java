package dev.giftwarden.gift.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.giftwarden.auth.client.id.InvalidValue;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// `msg_` and 22 characters of base62: what is told to one endpoint, and the `webhook-id` of each
/// attempt.
@Schema(
    implementation = String.class,
    description = "The id of a message",
    pattern = "^msg_[0-9A-Za-z]{22}$",
    examples = "msg_2bGcS1v0Zk8JqXy4TnR7Wd")
public record MessageId(@JsonValue String value) {

  /// Of ids, and so of places in a list of what they name.
  public static final String PREFIX = "msg_";

  /// @throws InvalidValue for anything else
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MessageId {
    if (!RandomIds.matches(PREFIX, value)) {
      throw new InvalidValue("the id of a message");
    }
  }

  public static MessageId next(RandomIds ids) {
    return new MessageId(PREFIX + ids.next());
  }

  /// Empty for text that can name no message, which a caller is to meet as one that does not exist.
  public static Optional<MessageId> parse(String text) {
    return InvalidValue.find(text, MessageId::new);
  }
}
