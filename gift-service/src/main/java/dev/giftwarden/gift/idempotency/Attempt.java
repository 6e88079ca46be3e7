package dev.giftwarden.gift.idempotency;

import java.time.Instant;
import java.util.Optional;

/// A request to make something, which may be a repetition.
///
/// @param target the id that the thing will have if this is the first attempt
public record Attempt(
    Optional<IdempotencyKey> key, CanonicalRequest request, String target, Instant at) {}
