package dev.giftwarden.auth.token;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.client.Origin;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.client.exchange.PresentedKey;
import dev.giftwarden.auth.client.id.ClientId;
import dev.giftwarden.auth.client.refusal.Refusal;
import dev.giftwarden.auth.token.live.Holder;
import dev.giftwarden.edge.quota.CallQuota;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Proves whoever asks about tokens by what would get one, and records whom it refuses.
@ApplicationScoped
public class HolderCheck {
  private final CredentialCheck check;
  private final Recorder recorder;
  private final CallQuota quota;

  HolderCheck(CredentialCheck check, Recorder recorder, CallQuota quota) {
    this.check = check;
    this.recorder = recorder;
    this.quota = quota;
  }

  public sealed interface Outcome {
    record Proven(Holder holder) implements Outcome {}

    record Refused(Refusal reason) implements Outcome {}

    default Optional<Refusal> refusal() {
      return this instanceof Refused(Refusal reason) ? Optional.of(reason) : Optional.empty();
    }
  }

  /// @param claimed must be the key's id, or it is as if the secret were wrong
  /// @param action as the log calls it
  public Outcome byKey(String claimed, PresentedKey key, Origin origin, String action) {
    return conclude(check.check(claimed, key, origin), origin, action);
  }

  /// @param claimed whom the request says it is; the certificate must say the same
  public Outcome byCertificate(ClientId claimed, Origin origin, String action) {
    var finding = check.check(claimed, origin);
    if (finding instanceof CredentialCheck.Finding.Refused(_, var proven)) {
      var taken = quota.takeUnproven(origin);
      if (!taken.admitted()) {
        if (taken.firstRefused() || origin.certificate().isEmpty()) {
          record(new CredentialCheck.Finding.Refused(Refusal.RATE, proven), origin, action);
        }
        return new Outcome.Refused(Refusal.RATE);
      }
    }
    return conclude(finding, origin, action);
  }

  private Outcome conclude(CredentialCheck.Finding finding, Origin origin, String action) {
    return switch (finding) {
      case CredentialCheck.Finding.Worth(Entitlement entitlement) ->
          counted(entitlement, origin, action);
      case CredentialCheck.Finding.Refused refused -> {
        record(refused, origin, action);
        yield new Outcome.Refused(refused.reason());
      }
    };
  }

  /// The log is told once in a window.
  private Outcome counted(Entitlement entitlement, Origin origin, String action) {
    var holder =
        new Holder(
            entitlement.subject(),
            entitlement.grant().account(),
            entitlement.grant().environment(),
            origin);
    var taken = entitlement.take(quota, origin);
    if (taken.admitted()) {
      return new Outcome.Proven(holder);
    }
    if (taken.firstRefused()) {
      recorder.refused(holder.begin(action), Refusal.RATE);
    }
    return new Outcome.Refused(Refusal.RATE);
  }

  private void record(CredentialCheck.Finding.Refused refused, Origin origin, String action) {
    if (refused.proven().isPresent()) {
      var proven = refused.proven().get();
      AuditEventDraft draft =
          Recorder.begin(proven.subject().text(), origin, action).account(proven.account().value());
      recorder.refused(
          proven.subject() instanceof Subject.Key(var id) ? draft.keyId(id.value()) : draft,
          refused.reason());
    } else if (origin.certificate().isPresent()) {
      recorder.refused(Recorder.begin(origin, action), refused.reason());
    } else {
      recorder.strangerRefused(Recorder.begin(origin, action), refused.reason());
    }
  }
}
