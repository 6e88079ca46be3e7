package dev.giftwarden.gift.catalogue;

import java.util.Optional;

/// What whoever gets a gift can choose from.
///
/// @param band by which its sender said what it is worth
public record Selection(CollectionId collection, Optional<BandId> band) {}
