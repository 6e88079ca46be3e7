package dev.giftwarden.gift.batch;

import dev.giftwarden.auth.client.Caller;
import dev.giftwarden.edge.idempotency.Attempt;
import dev.giftwarden.edge.idempotency.IdempotencyKey;
import dev.giftwarden.edge.problem.Problem;
import dev.giftwarden.gift.audit.GiftAudit;
import dev.giftwarden.gift.gift.Detail;
import dev.giftwarden.gift.gift.Sending;
import dev.giftwarden.gift.gift.SendingTogether;
import dev.giftwarden.gift.gift.SendingTogether.Asked;
import dev.giftwarden.gift.gift.ShownGift;
import dev.giftwarden.gift.idempotency.Idempotency;
import dev.giftwarden.gift.outcome.Outcome;
import dev.giftwarden.gift.outcome.Reason;
import dev.giftwarden.gift.tenant.Tenant;
import dev.giftwarden.gift.tenant.TenantScope;
import dev.giftwarden.gift.tenant.TenantSession;
import dev.giftwarden.gift.watching.SentGifts;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sends batches of gifts. One of [BatchMode#EACH] goes in transactions of some gifts each: what is
/// sent is sent, and a repetition under the same Idempotency-Key, after a timeout or the end of a
/// replica, sends the rest and shows what is there. One of [BatchMode#ALL] is one transaction.
@Singleton
public class Batches {
  /// Gifts in one transaction. Whoever wants the same budget waits for the last few milliseconds of
  /// it.
  private static final int TOGETHER = 50;

  /// Others may be faster, with a key or with the money: once more, and then one by one.
  private static final int TRIES = 2;

  private static final String SEND = "gift.send";

  /// What a record of idempotency names where there is no one thing.
  private static final String BATCH = "batch";

  private final Tenant tenant;
  private final Idempotency idempotency;
  private final SendingTogether together;
  private final Sending single;
  private final GiftAudit audit;
  private final SentGifts sent;
  private final InstantSource clock;

  Batches(
      Tenant tenant,
      Idempotency idempotency,
      SendingTogether together,
      Sending single,
      GiftAudit audit,
      SentGifts sent,
      InstantSource clock) {
    this.tenant = tenant;
    this.idempotency = idempotency;
    this.together = together;
    this.single = single;
    this.audit = audit;
    this.sent = sent;
    this.clock = clock;
  }

  /// @param key of the whole; without one, none of its gifts is known again
  public Outcome<SentBatch> send(Caller.Partner caller, Batch batch, Optional<IdempotencyKey> key) {
    List<Asked> asked =
        batch.items().stream()
            .map(item -> new Asked(item.order(), key.map(own -> own.part(item.key().value()))))
            .toList();
    var attempt = new Attempt(key, batch.canonical(), BATCH, clock.instant());
    Outcome<List<Outcome<ShownGift>>> outcomes =
        switch (batch.mode()) {
          case EACH -> each(caller, attempt, asked);
          case ALL -> all(caller, attempt, asked);
        };
    return audit.concluded(
        caller, "gift.batch", "", outcomes.then(all -> done(new SentBatch(batch, all))));
  }

  private static Outcome<SentBatch> done(SentBatch batch) {
    return new Outcome.Done<>(batch, batch.isReplayed());
  }

  /// The key is claimed first and stays claimed, whatever becomes of the gifts: it belongs to this
  /// request.
  private Outcome<List<Outcome<ShownGift>>> each(
      Caller.Partner caller, Attempt attempt, List<Asked> asked) {
    Outcome<Boolean> claimed =
        attempt.key().isEmpty()
            ? Outcome.done(true)
            : idempotency.once(
                caller, attempt, _ -> Outcome.done(true), (_, _) -> Optional.of(true));
    return claimed.then(_ -> Outcome.done(each(caller, asked)));
  }

  private List<Outcome<ShownGift>> each(Caller.Partner caller, List<Asked> asked) {
    List<Outcome<ShownGift>> outcomes = new ArrayList<>();
    for (int from = 0; from < asked.size(); from += TOGETHER) {
      outcomes.addAll(some(caller, asked.subList(from, Math.min(from + TOGETHER, asked.size()))));
    }
    return outcomes;
  }

  private List<Outcome<ShownGift>> some(Caller.Partner caller, List<Asked> asked) {
    for (int i = 0; i < TRIES; i++) {
      Optional<List<Outcome<ShownGift>>> done =
          tenant.in(TenantScope.of(caller), session -> some(session, caller, asked));
      if (done.isPresent()) {
        done.get().forEach(sent::count);
        return done.get();
      }
    }
    return asked.stream()
        .map(one -> single.send(caller, one.order(), one.key(), Detail.REFERENCE))
        .toList();
  }

  private Optional<List<Outcome<ShownGift>>> some(
      TenantSession session, Caller.Partner caller, List<Asked> asked) {
    var outcomes = together.send(session, caller, asked);
    if (outcomes.isEmpty()) {
      session.undo();
    }
    outcomes.ifPresent(all -> all.forEach(one -> record(session, caller, one)));
    return outcomes;
  }

  /// What has no record yet, in the transaction: of a thousand that are repeated there are a
  /// thousand records, and the lane of those that nobody waits for is not so wide.
  private void record(TenantSession session, Caller.Partner caller, Outcome<ShownGift> outcome) {
    switch (outcome) {
      case Outcome.Refused<ShownGift>(Reason reason, _) ->
          audit.refused(session, caller, SEND, reason);
      case Outcome.Done<ShownGift>(ShownGift shown, boolean replayed) when replayed ->
          audit.done(
              session,
              caller,
              SEND + ".replay",
              shown.gift().id().value(),
              shown.gift().subAccount());
      case Outcome.Done<ShownGift> _ -> {}
    }
  }

  private Outcome<List<Outcome<ShownGift>>> all(
      Caller.Partner caller, Attempt attempt, List<Asked> asked) {
    Outcome<List<Outcome<ShownGift>>> outcome =
        idempotency.once(
            caller,
            attempt,
            session -> all(session, caller, asked),
            (session, _) -> some(session, caller, asked).filter(Batches::areDone));
    if (outcome instanceof Outcome.Done<List<Outcome<ShownGift>>>(var outcomes, _)) {
      outcomes.forEach(sent::count);
    }
    return outcome;
  }

  private Outcome<List<Outcome<ShownGift>>> all(
      TenantSession session, Caller.Partner caller, List<Asked> asked) {
    Optional<List<Outcome<ShownGift>>> outcomes = some(session, caller, asked);
    if (outcomes.isEmpty()) {
      return Outcome.refused(Reason.OVERTAKEN);
    }
    return areDone(outcomes.get()) ? Outcome.done(outcomes.get()) : refused(outcomes.get());
  }

  private static boolean areDone(List<Outcome<ShownGift>> outcomes) {
    return outcomes.stream().allMatch(Outcome.Done.class::isInstance);
  }

  /// As the first of them is; the first few are named.
  private static <T> Outcome<T> refused(List<Outcome<ShownGift>> outcomes) {
    Optional<Outcome.Refused<T>> whole = Optional.empty();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Refused<ShownGift>(Reason reason, Problem why)) {
        Outcome.Refused<T> before =
            whole.orElseGet(() -> new Outcome.Refused<>(reason, Problem.of(why.type())));
        whole = Optional.of(new Outcome.Refused<>(before.reason(), name(before.problem(), i, why)));
      }
    }
    return whole.orElseThrow();
  }

  private static Problem name(Problem whole, int item, Problem why) {
    String place = "items[" + item + "]";
    Problem named = whole;
    for (Problem.FieldError error : why.errors()) {
      named = named.at(place + ".gift." + error.field(), error.message());
    }
    return why.errors().isEmpty() ? named.at(place, why.type().title()) : named;
  }
}
