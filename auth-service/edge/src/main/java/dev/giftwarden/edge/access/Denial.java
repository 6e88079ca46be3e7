package dev.giftwarden.edge.access;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.refusal.Refusal;
import java.util.Optional;

/// A refused call, as the audit log should tell it.
///
/// @param action route or RPC: `POST /v1/gifts`, `giftwarden.audit.v1.AuditService/Append`
/// @param claimant whom auth once issued the refused token to. Who sent it may be a thief: a token
///   over another's certificate names its owner here and the thief in `origin.certificate()`
public record Denial(Refusal reason, String action, Optional<Caller> claimant, Origin origin) {

  /// Nobody proved anything; such refusals have a lane of their own in the audit log.
  public boolean anonymous() {
    return claimant.isEmpty() && origin.certificate().isEmpty();
  }
}
