package dev.giftwarden.gift.gift;

import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.gift.id.GiftId;
import java.util.Optional;

/// A gift that waits for its part in a rehearsal.
public record Cue(GiftId gift, Optional<SubAccountId> subAccount, Rehearsal rehearsal) {}
