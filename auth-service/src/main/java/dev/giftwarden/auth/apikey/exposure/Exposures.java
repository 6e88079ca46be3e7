package dev.giftwarden.auth.apikey.exposure;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.apikey.Key;
import dev.giftwarden.auth.apikey.Key.Exposure.Way;
import dev.giftwarden.auth.apikey.proof.KeyProof;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.id.KeyId;
import dev.giftwarden.auth.client.usage.ExposedKeys.Exposed;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.edge.record.Recorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;

/// Flags keys that others can read, once their secret is proven: from then on they change and spend
/// nothing, and the tokens of before are dead. Their account reads it in its audit log, and in the
/// key. Once is enough: whatever comes later finds it done.
@ApplicationScoped
class Exposures {
  private static final String ACTION = "key.expose";

  private final KeyProof proof;
  private final ExposureTable table;
  private final TrustTable trust;
  private final RecordTable records;
  private final ExposureCounts counts;
  private final InstantSource clock;

  Exposures(
      KeyProof proof,
      ExposureTable table,
      TrustTable trust,
      RecordTable records,
      ExposureCounts counts,
      InstantSource clock) {
    this.proof = proof;
    this.table = table;
    this.trust = trust;
    this.records = records;
    this.counts = counts;
    this.clock = clock;
  }

  /// Of what is no key of ours there is nothing to flag, and nobody is told.
  void flag(Exposed exposed, Way way) {
    switch (proof.prove(exposed.key().reveal())) {
      case KeyProof.Proof.Refused _ -> {}
      case KeyProof.Proof.Proven(KeyId id, _) -> {
        var exposure = new Key.Exposure(clock.instant(), way);
        if (table.expose(id, exposure, flagged -> tell(flagged, exposed, exposure))) {
          counts.exposed(way);
        }
      }
    }
  }

  private void tell(ExposureTable.Flagged flagged, Exposed exposed, Key.Exposure exposure) {
    trust.raise(flagged.key().text(), flagged.epoch());
    records.append(
        begin(exposed)
            .account(flagged.account().value())
            .environment(flagged.environment().text())
            .target(flagged.key().text() + " by " + exposure.by().text()));
  }

  /// Whoever sent it holds it, and need not be whose it is.
  private static AuditEventDraft begin(Exposed exposed) {
    return exposed
        .relay()
        .map(relay -> Recorder.begin(relay.uri(), exposed.origin(), ACTION))
        .orElseGet(() -> Recorder.begin(exposed.origin(), ACTION));
  }
}
