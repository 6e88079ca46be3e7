package dev.giftwarden.auth.token.live;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.auth.client.token.TokenClaims;
import dev.giftwarden.edge.record.Recorder;

/// Who has proven a credential that would get a token now.
public record Holder(
    Subject.Partner subject, AccountId account, Environment environment, Origin origin)
    implements Asker {

  /// Whether the token was issued to the same key or client, over whichever certificate.
  @Override
  public boolean mayRead(TokenClaims token) {
    return token.subject().equals(subject);
  }

  @Override
  public AuditEventDraft begin(String action) {
    var draft =
        Recorder.begin(subject.text(), origin, action)
            .account(account.value())
            .environment(environment.text());
    return switch (subject) {
      case Subject.Key key -> draft.keyId(key.id().value());
      case Subject.Client _ -> draft;
    };
  }

  /// In its own account, whosever token it is.
  @Override
  public AuditEventDraft begin(String action, TokenClaims token) {
    return begin(action).target(token.target());
  }
}
