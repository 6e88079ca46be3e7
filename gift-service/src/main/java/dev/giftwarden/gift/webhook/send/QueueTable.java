package dev.giftwarden.gift.webhook.send;

import dev.giftwarden.auth.client.Environment;
import dev.giftwarden.auth.client.id.AccountId;
import dev.giftwarden.edge.database.Many;
import dev.giftwarden.edge.database.Row;
import dev.giftwarden.edge.database.Session;
import dev.giftwarden.gift.id.MessageId;
import dev.giftwarden.gift.id.RecipientId;
import dev.giftwarden.gift.id.WebhookId;
import dev.giftwarden.gift.sealing.WrappedKey;
import dev.giftwarden.gift.tenant.TenantScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The queue, as the role sees it that sends. A row is taken by a lease: what a process has that
/// was killed is due again when the lease is over, so a receiver may see a message twice and never
/// not at all.
final class QueueTable {

  /// Well beyond the longest attempt, and the writing of what came of it.
  static final Duration LEASE = Duration.ofSeconds(60);

  /// Of one endpoint at once, over all processes: a slow one holds no more, and one that is a
  /// quarter of a second away, connections included, is told of 60 gifts a second.
  static final int MOST_EACH = 16;

  /// Of one account at once, over all processes: who has many slow endpoints is in no other's way.
  static final int MOST_OF_ACCOUNT = 64;

  /// Of one gift and endpoint the first that waits, and nothing behind it. What was never tried is
  /// taken before what failed. Looks at endpoints for which something waits alone, one after the
  /// other in the index.
  private static final String TAKE =
      """
      with recursive busy (id) as (
        select min(webhook_id) from webhook_delivery where status = 'waiting'
         union all
        select (select min(d.webhook_id) from webhook_delivery d
                 where d.status = 'waiting' and d.webhook_id > busy.id)
          from busy where busy.id is not null),
      hands as materialized (select * from webhooks_in_hand(:now)),
      due as (
        select d.id, d.attempts, d.next_at, w.account,
               row_number() over (partition by w.account order by d.attempts, d.next_at) as place
          from busy
          join webhook w on w.id = busy.id and w.active
         cross join lateral (
               select d.id, d.attempts, d.next_at
                 from webhook_delivery d
                where d.webhook_id = w.id and d.status = 'waiting' and d.next_at <= :now
                  and (d.leased_until is null or d.leased_until <= :now)
                  and not exists (
                      select from webhook_delivery before
                       where before.webhook_id = d.webhook_id and before.gift_id = d.gift_id
                         and before.status = 'waiting' and before.sequence < d.sequence)
                order by d.next_at, d.sequence
                limit greatest(0, :most_each - (
                      select coalesce(sum(messages), 0) from hands where webhook_id = w.id))
                  for update of d skip locked) as d),
      taken as (
        select due.id
          from due
         where due.place <= :most_of_account - (
               select coalesce(sum(messages), 0) from hands where account = due.account)
         order by due.attempts, due.next_at
         limit :most),
      held as (
      update webhook_delivery d
         set lease = :lease, leased_until = :until, attempts = d.attempts + 1
        from taken, webhook w
       where d.id = taken.id and w.id = d.webhook_id
      returning d.id, d.type, d.happened_at, d.gift_id, d.gift_sub_account, d.budget_id,
                d.recipient_id, d.amount, d.currency, d.attempts, d.due_since, d.rehearsed,
                d.account, d.environment, w.id as webhook, w.url, w.kek, w.secret,
                case when w.previous_until > :now then w.previous_secret end as previous,
                w.pii_reason is not null as exposes)
      select held.*, r.kek as person_kek, r.wrapped_key as person_key, r.sealed as person
        from held
        left join recipient r
          on held.exposes and r.id = held.recipient_id and r.account = held.account
         and r.environment = held.environment
      """;

  /// Only of who has the lease still. What waits behind it is due when it is, and now when it is
  /// over: who looks for what is due does not meet it time and again.
  private static final String DONE =
      """
      with done as (
      update webhook_delivery d
         set status = one.status, next_at = coalesce(cast(one.next as timestamptz), d.next_at),
             last_at = cast(one.at as timestamptz), last_status = cast(one.answered as integer),
             last_error = one.error, lease = null, leased_until = null,
             done_at = case when one.next is null then cast(one.at as timestamptz) end
        from unnest(:ids, :leases, :statuses, :nexts, :ats, :answers, :errors)
          as one (id, lease, status, next, at, answered, error)
       where d.id = one.id and d.lease = cast(one.lease as uuid)
      returning d.webhook_id, d.gift_id, d.sequence, d.last_at,
                case when d.status = 'waiting' then d.next_at end as until)
      update webhook_delivery d
         set next_at = case when done.until is null then least(d.next_at, done.last_at)
                            else greatest(d.next_at, done.until) end
        from done
       where d.webhook_id = done.webhook_id and d.gift_id = done.gift_id
         and d.status = 'waiting' and d.sequence > done.sequence
      """;

  private static final String FORGET =
      """
      delete from webhook_delivery
       where id in (select id from webhook_delivery
                     where status <> 'waiting' and done_at < :before
                     order by done_at limit :most
                       for update skip locked)
      """;

  private static final String SEEN = "update webhook_sender set seen_at = now()";

  private static final Duration KEPT = Duration.ofDays(30);

  /// At a time: with each sign of life, more than one process sends.
  private static final int STEP = 1000;

  List<Due> take(Session session, Instant now, int most) {
    UUID lease = UUID.randomUUID();
    return session
        .sql(TAKE)
        .set("now", now)
        .set("until", now.plus(LEASE))
        .set("lease", lease)
        .set("most", most)
        .set("most_each", MOST_EACH)
        .set("most_of_account", MOST_OF_ACCOUNT)
        .list(row -> read(row, lease));
  }

  private static Due read(Row row, UUID lease) {
    return new Due(
        new MessageId(row.text("id")),
        new TenantScope(
            new AccountId(row.text("account")),
            Optional.empty(),
            Environment.of(row.text("environment"))),
        new WebhookId(row.text("webhook")),
        row.text("url"),
        secrets(row),
        told(row),
        person(row),
        row.flag("rehearsed"),
        Math.toIntExact(row.number("attempts")),
        row.instant("due_since"),
        lease);
  }

  private static List<WrappedKey> secrets(Row row) {
    String kek = row.text("kek");
    List<WrappedKey> secrets = new ArrayList<>();
    secrets.add(new WrappedKey(kek, row.bytes("secret")));
    byte @Nullable [] previous = row.bytesOrNull("previous");
    if (previous != null) {
      secrets.add(new WrappedKey(kek, previous));
    }
    return secrets;
  }

  /// Of whoever was erased there is nothing.
  private static Told.Person person(Row row) {
    if (!row.flag("exposes")) {
      return new Told.Person.Untold();
    }
    byte @Nullable [] sealed = row.bytesOrNull("person");
    return sealed == null
        ? new Told.Person.Nobody()
        : new Told.Person.Sealed(
            new RecipientId(row.text("recipient_id")),
            new WrappedKey(row.text("person_kek"), row.bytes("person_key")),
            sealed);
  }

  private static Told told(Row row) {
    return new Told(
        row.text("type"),
        row.instant("happened_at"),
        row.text("webhook"),
        row.text("environment"),
        row.optionalText("gift_id").map(gift -> about(row, gift)));
  }

  private static Told.AboutGift about(Row row, String gift) {
    return new Told.AboutGift(
        gift,
        row.optionalText("gift_sub_account"),
        row.text("budget_id"),
        row.text("recipient_id"),
        row.number("amount"),
        row.text("currency"));
  }

  /// Writes what came of some, by one statement: of those that no other process has meanwhile. Of
  /// one gift there is one at most among them, for the next waits until it is written.
  void conclude(Session session, List<Conclusion> some) {
    if (!some.isEmpty()) {
      int _ =
          session
              .sql(DONE)
              .set("ids", Many.texts(some, one -> one.due().id().value()))
              .set("leases", Many.texts(some, one -> one.due().lease().toString()))
              .set("statuses", Many.texts(some, Conclusion::status))
              .set("nexts", Many.times(some, Conclusion::next))
              .set("ats", Many.texts(some, one -> one.at().toString()))
              .set("answers", Many.optionals(some, one -> one.answer().map(String::valueOf)))
              .set("errors", Many.optionals(some, Conclusion::error))
              .update();
    }
  }

  /// Writes down that somebody sends.
  void seen(Session session) {
    var _ = session.sql(SEEN).update();
  }

  /// Deletes what was done with long ago.
  void forget(Session session, Instant now) {
    var _ = session.sql(FORGET).set("before", now.minus(KEPT)).set("most", STEP).update();
  }
}
