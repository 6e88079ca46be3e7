package dev.giftwarden.auth.apikey.idle;

import dev.giftwarden.audit.client.event.AuditEvent;
import dev.giftwarden.auth.audit.RecordTable;
import dev.giftwarden.auth.client.Subject;
import dev.giftwarden.auth.trust.TrustTable;
import dev.giftwarden.certs.SpiffeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;

/// Revokes keys that their account wants revoked because nobody uses them ([KeysSeen]): such a key
/// is missed by nobody when it is stolen. As by any other hand, it is dead within a second, for
/// good, and in the log.
@ApplicationScoped
class IdleKeys {
  /// Of one transaction: none that waits for these waits long.
  private static final int MOST = 100;

  private static final SpiffeId.Service AUTH = new SpiffeId.Service("auth");

  private final IdleKeyTable table;
  private final TrustTable trust;
  private final RecordTable records;
  private final InstantSource clock;

  IdleKeys(IdleKeyTable table, TrustTable trust, RecordTable records, InstantSource clock) {
    this.table = table;
    this.trust = trust;
    this.records = records;
    this.clock = clock;
  }

  /// Whether there may be more.
  boolean revokeSome() {
    return table.revoke(clock.instant(), MOST, this::dead) == MOST;
  }

  private void dead(IdleKeyTable.Idle idle) {
    var subject = new Subject.Key(idle.id()).text();
    trust.raise(subject, idle.epoch());
    records.append(
        AuditEvent.of(AUTH.uri(), "key.revoke")
            .account(idle.account().value())
            .environment(idle.environment().text())
            .target(subject + " unused since " + idle.unusedSince()));
  }
}
