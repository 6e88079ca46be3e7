package dev.giftwarden.gift.fulfilment;

import dev.giftwarden.gift.recipient.ShownRecipient;

/// A claimed gift as its caller gets to see it.
public record ShownFulfilment(Fulfilment fulfilment, ShownRecipient to) {}
