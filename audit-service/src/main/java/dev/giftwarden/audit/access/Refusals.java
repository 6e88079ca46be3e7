package dev.giftwarden.audit.access;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.audit.client.outbox.AuditLanes;
import dev.giftwarden.auth.client.ApiVersion;
import dev.giftwarden.edge.access.DecisionSink;
import dev.giftwarden.edge.access.Denial;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Audit's own refusals go into its own log. Strangers have their lane, so that they delay nobody.
@Singleton
class Refusals implements DecisionSink {
  private final AuditLanes lanes;
  private final InstantSource clock;

  Refusals(AuditLanes lanes, InstantSource clock) {
    this.lanes = lanes;
    this.clock = clock;
  }

  @Override
  public void refused(Denial denial) {
    AuditEventDraft draft =
        denial
            .claimant()
            .map(claimant -> Facts.of(claimant, denial.action()))
            .orElseGet(() -> Facts.of(denial.origin(), denial.action()));
    AuditEvent refusal =
        draft.apiVersion(version(denial)).refused(clock.instant(), denial.reason().text());
    if (denial.anonymous()) {
      lanes.stranger(refusal);
    } else {
      lanes.record(refusal);
    }
  }

  /// An action is a method and a path, or the name of an RPC, which has no version.
  private static String version(Denial denial) {
    String path = denial.action().substring(denial.action().indexOf(' ') + 1);
    return ApiVersion.ofPath(path).map(ApiVersion::text).orElse("");
  }
}
