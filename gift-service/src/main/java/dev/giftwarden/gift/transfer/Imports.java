package dev.giftwarden.gift.transfer;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import dev.giftwarden.gift.transfer.RememberingTogether.Asked;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Remembers the people of a sheet while it arrives, in transactions of some rows each: what is
/// there is there, a row that is refused is refused alone, and the same sheet again under the same
/// Idempotency-Key, after a timeout or the end of a replica, adds what is missing. What is kept of
/// rows until the end is how they are answered, and no person.
@Singleton
public class Imports {
  /// Whoever was faster with a key has committed, or nothing has come of it: then this one is.
  private static final int TRIES = 3;

  private final Tenant tenant;
  private final RememberingTogether together;
  private final GiftAudit audit;
  private final InstantSource clock;

  Imports(Tenant tenant, RememberingTogether together, GiftAudit audit, InstantSource clock) {
    this.tenant = tenant;
    this.together = together;
    this.audit = audit;
    this.clock = clock;
  }

  /// @param key of the whole; without one, none of its rows is known again
  /// @return what has become of each row, in their order
  /// @throws dev.giftwarden.auth.client.id.InvalidValue if the sheet cannot be read on; what was
  ///   read in whole parts before stays
  /// @throws IOException if there is no more of it, and this is not its end: the same
  public Outcome<List<ImportedRow>> run(
      Caller.Partner caller, RecipientSheet sheet, Optional<IdempotencyKey> key)
      throws IOException {
    return audit.concluded(caller, "recipient.import", "", imported(caller, sheet, key));
  }

  private Outcome<List<ImportedRow>> imported(
      Caller.Partner caller, RecipientSheet sheet, Optional<IdempotencyKey> key)
      throws IOException {
    List<ImportedRow> rows = new ArrayList<>();
    Map<ImportedRow, ImportedRow> refusals = new HashMap<>();
    boolean before = true;
    RecipientSheet.Part part;
    do {
      part = sheet.next();
      switch (some(caller, part, key)) {
        case Outcome.Refused<List<ImportedRow>> another -> {
          return another;
        }
        case Outcome.Done<List<ImportedRow>>(List<ImportedRow> done, boolean again) -> {
          before &= again;
          done.forEach(row -> rows.add(once(row, refusals)));
        }
      }
    } while (!part.isLast());
    return new Outcome.Done<>(
        List.copyOf(rows), before && rows.stream().noneMatch(ImportedRow::isNew));
  }

  /// A sheet has thousands of refusals, and few that are not alike.
  private static ImportedRow once(ImportedRow row, Map<ImportedRow, ImportedRow> refusals) {
    return row instanceof ImportedRow.Refused ? refusals.computeIfAbsent(row, _ -> row) : row;
  }

  private Outcome<List<ImportedRow>> some(
      Caller.Partner caller, RecipientSheet.Part part, Optional<IdempotencyKey> key) {
    Asked asked = Asked.of(part, key, clock.instant());
    for (int i = 0; i < TRIES; i++) {
      Optional<Outcome<List<ImportedRow>>> done =
          tenant.in(TenantScope.of(caller), session -> some(session, caller, asked));
      if (done.isPresent()) {
        return done.get();
      }
    }
    throw new IllegalStateException("rows were claimed, and their records are not there");
  }

  private Optional<Outcome<List<ImportedRow>>> some(
      TenantSession session, Caller.Partner caller, Asked asked) {
    Optional<Outcome<List<ImportedRow>>> done = together.remember(session, caller, asked);
    if (done.isEmpty()) {
      session.undo();
    }
    return done;
  }
}
