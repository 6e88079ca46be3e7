package dev.giftwarden.gift.gift;

import dev.giftwarden.gift.recipient.Recipient;

/// A gift and the person it is for, nobody having asked yet who may see whom.
record GiftWithRecipient(Gift gift, Recipient recipient) {}
