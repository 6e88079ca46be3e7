package dev.giftwarden.edge.idempotency;

import java.time.Instant;
import java.util.Optional;

/// A request to make or change something, which may be a repetition.
///
/// @param target the id of the thing; of one that is made, the id it will have if this is the first
///   attempt
public record Attempt(
    Optional<IdempotencyKey> key, CanonicalRequest request, String target, Instant at) {}
