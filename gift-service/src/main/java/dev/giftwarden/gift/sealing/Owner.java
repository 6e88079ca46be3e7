package dev.giftwarden.gift.sealing;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.idempotency.CanonicalRequest;
import dev.giftwarden.gift.id.RecipientId;

/// Whose data it is: what a ciphertext says beside itself, so that it opens in its own row alone.
public record Owner(AccountId account, Environment environment, RecipientId recipient) {

  /// The associated data of what `tag` names: byte for byte as [CanonicalRequest] has it.
  CanonicalRequest about(String tag) {
    return new CanonicalRequest(tag)
        .text(account.value())
        .text(environment.text())
        .text(recipient.value());
  }
}
