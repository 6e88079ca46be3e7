package dev.giftwarden.gift.fulfilment;

import dev.giftwarden.gift.catalogue.Purchase;
import dev.giftwarden.gift.gift.GiftState;
import dev.giftwarden.gift.id.GiftId;
import dev.giftwarden.gift.money.Money;
import dev.giftwarden.gift.recipient.Recipient;
import java.time.Instant;
import java.util.Optional;

/// A claimed gift on its way.
///
/// @param chosen what to ship; empty: nothing was to choose
/// @param to who the recipient is as far as it said so when it claimed the gift
public record Fulfilment(
    GiftId gift,
    Money value,
    GiftState state,
    Instant claimedAt,
    Recipient to,
    Optional<Shipment> shipment,
    Optional<Purchase> chosen) {}
