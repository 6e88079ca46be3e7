package dev.giftwarden.gift.gift;

import dev.giftwarden.gift.recipient.ShownMessage;
import dev.giftwarden.gift.recipient.ShownRecipient;
import java.util.Optional;

/// A gift as its caller gets to see it.
///
/// @param recipient present exactly if that much [Detail] was wanted
public record ShownGift(Gift gift, Optional<ShownRecipient> recipient, ShownMessage message) {}
