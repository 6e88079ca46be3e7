package dev.giftwarden.gift.catalogue;

import dev.giftwarden.gift.money.Money;

/// What was chosen, as it was called and at what it cost at that moment.
public record Purchase(Sku sku, Label name, Money cost) {}
