package dev.giftwarden.gift.transfer;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.idempotency.Idempotency;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import dev.giftwarden.gift.transfer.RememberingTogether.Asked;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Remembers the people of a whole sheet, in transactions of some rows each: what is there is
/// there, a row that is refused is refused alone, and the same sheet again under the same
/// Idempotency-Key, after a timeout or the end of a replica, adds what is missing.
@Singleton
public class Imports {
  /// Rows in one transaction, which takes some tens of milliseconds and locks nothing of others.
  private static final int TOGETHER = 100;

  /// Whoever was faster with a key has committed, or nothing has come of it: then this one is.
  private static final int TRIES = 3;

  /// What a record of idempotency names where there is no one thing.
  private static final String SHEET = "sheet";

  private final Tenant tenant;
  private final Idempotency idempotency;
  private final RememberingTogether together;
  private final GiftAudit audit;
  private final InstantSource clock;

  Imports(
      Tenant tenant,
      Idempotency idempotency,
      RememberingTogether together,
      GiftAudit audit,
      InstantSource clock) {
    this.tenant = tenant;
    this.idempotency = idempotency;
    this.together = together;
    this.audit = audit;
    this.clock = clock;
  }

  /// @param key of the whole; without one, none of its rows is known again
  /// @return what has become of each row, in their order
  public Outcome<List<ImportedRow>> run(
      Caller.Partner caller, RecipientSheet sheet, Optional<IdempotencyKey> key) {
    var attempt = new Attempt(key, sheet.canonical(), SHEET, clock.instant());
    Outcome<List<ImportedRow>> outcome =
        claimed(caller, attempt).then(before -> imported(caller, asked(sheet, key), before));
    return audit.concluded(caller, "recipient.import", "", outcome);
  }

  private static List<Asked> asked(RecipientSheet sheet, Optional<IdempotencyKey> key) {
    return IntStream.range(0, sheet.rows().size())
        .mapToObj(i -> new Asked(sheet.rows().get(i), key.map(own -> own.part("row " + (i + 1)))))
        .toList();
  }

  /// The key is claimed first and stays claimed, whatever becomes of the rows: it belongs to this
  /// sheet.
  ///
  /// @return whether it was here before
  private Outcome<Boolean> claimed(Caller.Partner caller, Attempt attempt) {
    return attempt.key().isEmpty()
        ? Outcome.done(false)
        : idempotency.once(caller, attempt, _ -> Outcome.done(false), (_, _) -> Optional.of(true));
  }

  private Outcome<List<ImportedRow>> imported(
      Caller.Partner caller, List<Asked> asked, boolean before) {
    List<ImportedRow> rows = new ArrayList<>();
    for (int from = 0; from < asked.size(); from += TOGETHER) {
      rows.addAll(some(caller, asked.subList(from, Math.min(from + TOGETHER, asked.size()))));
    }
    return new Outcome.Done<>(
        List.copyOf(rows), before && rows.stream().noneMatch(ImportedRow::isNew));
  }

  private List<ImportedRow> some(Caller.Partner caller, List<Asked> asked) {
    for (int i = 0; i < TRIES; i++) {
      Optional<List<ImportedRow>> done =
          tenant.in(TenantScope.of(caller), session -> some(session, caller, asked));
      if (done.isPresent()) {
        return done.get();
      }
    }
    throw new IllegalStateException("rows were claimed, and their records are not there");
  }

  private Optional<List<ImportedRow>> some(
      TenantSession session, Caller.Partner caller, List<Asked> asked) {
    Optional<List<ImportedRow>> done = together.remember(session, caller, asked);
    if (done.isEmpty()) {
      session.undo();
    }
    return done;
  }
}
