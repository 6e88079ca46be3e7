package dev.giftwarden.gift.webhook.send;

import dev.giftwarden.gift.id.MessageId;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.sealing.Keys;
import dev.giftwarden.gift.sealing.SealException;
import dev.giftwarden.gift.sealing.WrappedKey;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.webhook.WebhookSecret;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A message that this process has to send now, and nobody else for as long as its lease lasts. It
/// is as its row has it: what is wrong with one is in the way of no other.
///
/// @param secrets the present one first; while a rotation overlaps, the one before it
/// @param rehearsed whether it is to fail
/// @param attempts with this one
/// @param since when it was first due, or due again because somebody asked for it
record Due(
    MessageId id,
    TenantScope owner,
    WebhookId webhook,
    String url,
    List<WrappedKey> secrets,
    Told told,
    Told.Person person,
    boolean rehearsed,
    int attempts,
    Instant since,
    UUID lease) {

  Due {
    secrets = List.copyOf(secrets);
  }

  /// @throws SealException if a secret does not open
  Envelope signed(Keys keys, Instant now) {
    return Envelope.of(
        id,
        now,
        secrets.stream().map(secret -> WebhookSecret.unwrap(keys, owner, webhook, secret)).toList(),
        told.body(person.open(keys, owner)));
  }
}
