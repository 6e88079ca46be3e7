package dev.giftwarden.gift.ledger;

/// What a budget has available after its `version`-th movement.
public record Balance(long version, long available) {}
