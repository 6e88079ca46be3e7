package dev.giftwarden.gift.catalogue;

import dev.giftwarden.gift.money.Money;

/// What gifts may be worth that are sent by this name.
///
/// @param most what is held for each, and what a product may cost at most
public record Band(BandId id, Label label, Money most) {}
