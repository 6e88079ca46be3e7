package dev.giftwarden.gift.recipient;

import dev.giftwarden.gift.person.GiftMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one caller gets to see of what was written to somebody. A mask does not say whether
/// anything was.
///
/// @param text null: nothing was written
public record ShownMessage(@Nullable String text) {

  static final ShownMessage MASKED = new ShownMessage(ShownPerson.MASK);

  /// To somebody who is erased.
  static final ShownMessage NONE = clear(Optional.empty());

  static ShownMessage clear(Optional<GiftMessage> message) {
    return new ShownMessage(message.map(GiftMessage::value).orElse(null));
  }

  @Override
  public String toString() {
    return "ShownMessage[hidden]";
  }
}
