-- A gift of the test environment whose messages to webhooks fail as if the receiver had answered 500, by its
-- recipient's mailbox (Rehearsal). No live gift does. Apart from `rehearsal`, which says what the gift itself comes
-- to: this one comes to what it would.
alter table gift
  add column webhooks_fail boolean not null default false,
  add constraint webhooks_fail_in_a_test check (not webhooks_fail or environment = 'test');

-- Whoever asks for a message again has it sent in earnest.
alter table webhook_delivery
  add column rehearsed boolean not null default false,
  add constraint rehearsed_in_a_test check (not rehearsed or environment = 'test');

grant update (rehearsed) on webhook_delivery to gift;

create or replace function queue_webhooks() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into webhook_delivery (id, webhook_id, account, sub_account, environment, type, happened_at,
                                gift_id, gift_sub_account, budget_id, recipient_id, amount, currency, rehearsed)
  select 'msg_' || left(replace(gen_random_uuid()::text, '-', ''), 22),
         w.id, w.account, w.sub_account, w.environment, 'gift.' || new.state,
         coalesce(new.cancelled_at, new.expired_at, new.declined_at, new.delivered_at, new.shipped_at,
                  new.claimed_at, new.viewed_at, new.sent_at, new.created_at),
         new.id, new.sub_account, new.budget_id, new.recipient_id, new.amount, new.currency, new.webhooks_fail
    from webhook w
   where w.account = new.account and w.environment = new.environment and w.active
     and (w.sub_account is null or w.sub_account = new.sub_account)
     and 'gift.' || new.state = any (w.events);
  return null;
end $$;
