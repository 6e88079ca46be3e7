package dev.giftwarden.gift.recipient;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.person.PersonalData;
import java.time.Instant;
import java.util.Optional;

/// Somebody whom an account gives to.
public record Recipient(
    RecipientId id, Optional<SubAccountId> subAccount, PersonalData person, Instant createdAt) {}
