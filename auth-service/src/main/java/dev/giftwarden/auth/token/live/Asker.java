package dev.giftwarden.auth.token.live;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.client.token.TokenClaims;

/// Who has proven that it may ask about tokens, and about which of them it is told anything.
public sealed interface Asker permits Holder, ResourceServer {
  boolean mayRead(TokenClaims token);

  /// Begins the record of what it does.
  AuditEventDraft begin(String action);

  /// Begins the record of what it does about a token that lives.
  AuditEventDraft begin(String action, TokenClaims token);
}
