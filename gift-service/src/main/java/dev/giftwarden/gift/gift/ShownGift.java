package dev.giftwarden.gift.gift;

import dev.giftwarden.gift.recipient.ShownMessage;
import dev.giftwarden.gift.recipient.ShownPerson;

/// A gift as its caller gets to see it.
public record ShownGift(Gift gift, ShownPerson person, ShownMessage message) {}
