package dev.giftwarden.auth.client.money;

import dev.giftwarden.auth.client.id.KeyId;

/// What a token says of a key that cannot spend as it likes.
///
/// @param root the first of the keys that took over from each other: all of them spend from one
///   limit, or whoever rotates a key would have it anew
public record Spending(KeyId root, SpendLimit limit) {}
