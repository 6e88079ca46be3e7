package dev.giftwarden.audit.access;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.certs.PeerCertificate;
import dev.giftwarden.certs.SpiffeId;
import java.util.Optional;

/// Begins the events that audit writes about its own callers.
public final class Facts {
  private Facts() {}

  /// About a caller whom auth vouches for.
  public static AuditEventDraft of(Caller caller, String action) {
    AuditEventDraft draft = at(caller.origin(), AuditEvent.of(caller.actor(), action));
    return switch (caller) {
      case Caller.Partner partner ->
          draft
              .account(partner.account().value())
              .environment(partner.environment().text())
              .keyId(partner.key().map(KeyId::value).orElse(""));
      case Caller.Operator _, Caller.Service _ -> draft;
    };
  }

  /// About somebody of whom only the connection is known.
  static AuditEventDraft of(Origin origin, String action) {
    Optional<SpiffeId> id = origin.certificate().map(PeerCertificate::id);
    String actor = id.map(SpiffeId::uri).orElse("anonymous");
    AuditEventDraft draft = at(origin, AuditEvent.of(actor, action));
    return id.orElse(null) instanceof SpiffeId.Partner partner
        ? draft.account(partner.account())
        : draft;
  }

  private static AuditEventDraft at(Origin origin, AuditEventDraft draft) {
    return draft
        .sourceAddress(origin.address().getHostAddress())
        .certificateSerial(origin.certificate().map(PeerCertificate::serial).orElse(""))
        .requestId(origin.requestId().toString());
  }
}
