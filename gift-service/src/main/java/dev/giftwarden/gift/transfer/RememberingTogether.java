package dev.giftwarden.gift.transfer;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.auth.client.id.SubAccountId;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.Claim;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.idempotency.Idempotency;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.recipient.NewRecipients;
import dev.giftwarden.gift.recipient.Recipient;
import dev.giftwarden.gift.recipient.RecipientTable;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Remembers the people of some rows in one transaction, each as it would be by itself: what is
/// refused is refused by the same rules, and each that is remembered has its record.
@Singleton
class RememberingTogether {

  private static final String CREATE = "recipient.create";

  private final Idempotency idempotency;
  private final NewRecipients made;
  private final RecipientTable recipients;
  private final GiftAudit audit;
  private final InstantSource clock;

  RememberingTogether(
      Idempotency idempotency,
      NewRecipients made,
      RecipientTable recipients,
      GiftAudit audit,
      InstantSource clock) {
    this.idempotency = idempotency;
    this.made = made;
    this.recipients = recipients;
    this.audit = audit;
    this.clock = clock;
  }

  /// Some rows, and the record that says whose they are.
  ///
  /// @param sheet claimed with the rows, and stays: its key belongs to this part of this sheet
  record Asked(Attempt sheet, List<One> rows) {
    private static final String SHEET = "sheet";

    static Asked of(RecipientSheet.Part part, Optional<IdempotencyKey> key, Instant at) {
      Optional<IdempotencyKey> own =
          part.first() == 1 ? key : key.map(whole -> whole.part(part.name()));
      List<One> rows = new ArrayList<>();
      for (RecipientSheet.Row row : part.rows()) {
        String name = "row " + (part.first() + rows.size());
        rows.add(new One(row, key.map(whole -> whole.part(name))));
      }
      return new Asked(new Attempt(own, part.canonical(), SHEET, at), rows);
    }
  }

  /// One of them, to which its own key belongs.
  record One(RecipientSheet.Row row, Optional<IdempotencyKey> key) {}

  /// A row before anything is written for it.
  private sealed interface Line {
    record Placed(Attempt attempt, Recipient recipient) implements Line {}

    record Foreign(Reason reason, Problem problem) implements Line {}

    record Faulty(Problem problem) implements Line {}
  }

  /// @return in their order, and whether they were here before; refused where the key is another
  ///   sheet's; empty: another was faster with one of the keys, and the transaction is of no use
  Optional<Outcome<List<ImportedRow>>> remember(
      TenantSession session, Caller.Partner caller, Asked asked) {
    Instant now = clock.instant();
    List<Line> lines = asked.rows().stream().map(one -> line(session.scope(), one, now)).toList();
    List<Attempt> attempts =
        Stream.concat(
                Stream.of(asked.sheet()),
                lines.stream()
                    .flatMap(line ->
                        line instanceof Line.Placed(Attempt attempt, _)
                            ? Stream.of(attempt)
                            : Stream.of()))
            .toList();
    Map<Attempt, Claim> before = idempotency.found(session, caller, attempts);
    @Nullable Claim sheet = before.get(asked.sheet());
    if (sheet instanceof Claim.Reused) {
      return Optional.of(Outcome.refused(Reason.IDEMPOTENCY_KEY_REUSED));
    }
    List<Attempt> fresh = attempts.stream().filter(one -> !before.containsKey(one)).toList();
    if (!idempotency.claim(session, caller, fresh, now)) {
      return Optional.empty();
    }
    recipients.insert(
        session,
        lines.stream()
            .filter(Line.Placed.class::isInstance)
            .map(Line.Placed.class::cast)
            .filter(line -> !before.containsKey(line.attempt()))
            .map(Line.Placed::recipient)
            .toList());
    List<ImportedRow> rows =
        lines.stream().map(line -> told(session, caller, line, before)).toList();
    return Optional.of(new Outcome.Done<>(rows, sheet != null));
  }

  private Line line(TenantScope scope, One asked, Instant now) {
    return switch (asked.row()) {
      case RecipientSheet.Row.Faulty(Problem problem) -> new Line.Faulty(problem);
      case RecipientSheet.Row.Somebody somebody ->
          switch (scope.place(somebody.subAccount())) {
            case Outcome.Refused<Optional<SubAccountId>>(Reason reason, Problem problem) ->
                new Line.Foreign(reason, problem);
            case Outcome.Done<Optional<SubAccountId>>(Optional<SubAccountId> place, _) -> {
              Recipient recipient = made.make(scope, place, somebody.person(), now);
              yield new Line.Placed(
                  new Attempt(asked.key(), somebody.canonical(place), recipient.id().value(), now),
                  recipient);
            }
          };
    };
  }

  private ImportedRow told(
      TenantSession session, Caller.Partner caller, Line line, Map<Attempt, Claim> before) {
    return switch (line) {
      case Line.Faulty(Problem problem) -> new ImportedRow.Refused(problem);
      case Line.Foreign(Reason reason, Problem problem) ->
          refused(session, caller, reason, problem);
      case Line.Placed(Attempt attempt, Recipient recipient) ->
          switch (before.getOrDefault(attempt, new Claim.First())) {
            case Claim.First() -> {
              record(session, caller, CREATE, recipient.id(), recipient.subAccount());
              yield new ImportedRow.Remembered(recipient.id(), false);
            }
            case Claim.Again(String target) -> {
              var id = new RecipientId(target);
              // It is where this one would be: the record is of the same place.
              record(session, caller, CREATE + ".replay", id, recipient.subAccount());
              yield new ImportedRow.Remembered(id, true);
            }
            case Claim.Reused() -> {
              Reason reason = Reason.IDEMPOTENCY_KEY_REUSED;
              yield refused(session, caller, reason, reason.problem());
            }
          };
    };
  }

  private void record(
      TenantSession session,
      Caller.Partner caller,
      String action,
      RecipientId id,
      Optional<SubAccountId> place) {
    audit.done(session, caller, action, id.value(), place);
  }

  private ImportedRow refused(
      TenantSession session, Caller.Partner caller, Reason reason, Problem problem) {
    audit.refused(session, caller, CREATE, reason);
    return new ImportedRow.Refused(problem);
  }
}
