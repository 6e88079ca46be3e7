package dev.giftwarden.auth.idempotency;

import dev.giftwarden.audit.client.event.AuditEventDraft;
import dev.giftwarden.auth.client.id.AccountId;
import java.util.Optional;

/// What somebody does and may ask for again.
public interface Repeatable {
  /// Whose the words are: the audit log's `actor`.
  String holder();

  /// In whose path it is done; empty: in none, as an account is made.
  Optional<AccountId> account();

  /// Begins its record.
  AuditEventDraft begin();

  /// Begins the record of a repetition.
  AuditEventDraft beginReplay();
}
