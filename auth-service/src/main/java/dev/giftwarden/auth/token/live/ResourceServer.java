package dev.giftwarden.auth.token.live;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.client.Audience;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.token.Grant;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.certs.SpiffeId;
import dev.giftwarden.edge.record.Recorder;

/// A service of ours, which reads what may be shown to it, and nothing else: whoever has stolen it
/// cannot try here what it has found of the others' tokens.
public record ResourceServer(Caller.Service caller) implements Asker {
  SpiffeId.Service id() {
    return caller.id();
  }

  @Override
  public boolean mayRead(TokenClaims token) {
    return token.audience() == Audience.of(id().name());
  }

  @Override
  public AuditEventDraft begin(String action) {
    return Recorder.begin(caller, action);
  }

  /// The business of the account whose token it is, which sees who asks about it, and in vain too.
  @Override
  public AuditEventDraft begin(String action, TokenClaims token) {
    var draft = begin(action).target(token.target());
    return token.grant().map(grant -> of(draft, grant)).orElse(draft);
  }

  private static AuditEventDraft of(AuditEventDraft draft, Grant grant) {
    return draft.account(grant.account().value()).environment(grant.environment().text());
  }
}
