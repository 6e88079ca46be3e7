package dev.giftwarden.auth.revocation;

import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.certs.SpiffeId;
import java.time.Instant;
import java.util.Optional;

/// A certificate that is to be revoked.
///
/// @param account whose client it names; empty of services and operators
record Condemned(String serial, SpiffeId holder, Optional<AccountId> account, Instant notAfter) {}
