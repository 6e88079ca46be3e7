-- What is to be sent to endpoints: a row for each event and endpoint, written by the statement that changes the
-- gift and so exactly if its transaction commits. `id` is the `webhook-id` of every attempt. What a payload says
-- is here, as it was then; of a person there is nothing. `sequence` orders the events of one gift: whoever
-- changes a gift holds its row.
create table webhook_delivery (
  id              text        not null primary key check (id ~ '^msg_[0-9A-Za-z]{22}$'),
  sequence        bigint      not null generated always as identity,
  webhook_id      text        not null,
  account         text        not null,
  sub_account     text,
  environment     text        not null,
  type            text        not null,
  happened_at     timestamptz not null,
  gift_id         text,
  gift_sub_account text,
  budget_id       text,
  recipient_id    text,
  amount          bigint,
  currency        text,
  status          text        not null default 'waiting'
                              check (status in ('waiting', 'delivered', 'dead')),
  attempts        integer     not null default 0 check (attempts >= 0),
  due_since       timestamptz not null default now(),
  next_at         timestamptz not null default now(),
  lease           uuid,
  leased_until    timestamptz,
  last_at         timestamptz,
  last_status     integer,
  last_error      text        check (char_length(last_error) <= 200),
  done_at         timestamptz,
  queued_at       timestamptz not null default now(),
  check ((done_at is null) = (status = 'waiting')),
  check ((lease is null) = (leased_until is null)),
  check (num_nulls(gift_id, budget_id, recipient_id, amount, currency) in (0, 5)),
  foreign key (webhook_id, account, environment)
    references webhook (id, account, environment) on delete cascade
);

create index webhook_delivery_due on webhook_delivery (webhook_id, next_at) where status = 'waiting';
create index webhook_delivery_order on webhook_delivery (webhook_id, gift_id, sequence)
  where status = 'waiting';
create index webhook_delivery_newest on webhook_delivery (webhook_id, queued_at desc, id desc);
create index webhook_delivery_done on webhook_delivery (done_at) where status <> 'waiting';

alter table webhook_delivery enable row level security;
alter table webhook_delivery force row level security;
create policy tenant on webhook_delivery using (in_tenant(account, sub_account, environment));

grant select, insert, update (status, attempts, due_since, next_at, done_at)
  on webhook_delivery to gift;

-- Whoever changes a gift need not see the endpoints that are told of it: one of the whole account is told by
-- who has a sub-account alone. So the owner of the tables queues, and does nothing else with them.
create policy queue on webhook for select to current_user using (true);
create policy queue on webhook_delivery for insert to current_user with check (true);

-- Names are looked up when it runs: `created_at` comes with `let_gifts_wait_to_be_sent`.
create function queue_webhooks() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into webhook_delivery (id, webhook_id, account, sub_account, environment, type, happened_at,
                                gift_id, gift_sub_account, budget_id, recipient_id, amount, currency)
  select 'msg_' || left(replace(gen_random_uuid()::text, '-', ''), 22),
         w.id, w.account, w.sub_account, w.environment, 'gift.' || new.state,
         coalesce(new.cancelled_at, new.expired_at, new.declined_at, new.delivered_at, new.shipped_at,
                  new.claimed_at, new.viewed_at, new.sent_at, new.created_at),
         new.id, new.sub_account, new.budget_id, new.recipient_id, new.amount, new.currency
    from webhook w
   where w.account = new.account and w.environment = new.environment and w.active
     and (w.sub_account is null or w.sub_account = new.sub_account)
     and 'gift.' || new.state = any (w.events);
  return null;
end $$;

revoke all on function queue_webhooks() from public;

create trigger queue_webhooks_of_new after insert on gift
  for each row execute function queue_webhooks();
create trigger queue_webhooks_of_changed after update on gift
  for each row when (old.state is distinct from new.state) execute function queue_webhooks();

do $$ begin
  execute format('grant connect on database %I to gift_webhooks', current_database());
end $$;

-- Whoever sends sees endpoints and the queue, of all tenants, and nothing of who somebody is.
create policy sender on webhook for select to gift_webhooks using (true);
create policy sender on webhook_delivery to gift_webhooks using (true) with check (true);
-- What is done can be looked at for 30 days.
create policy kept_for_a_month on webhook_delivery as restrictive for delete to gift_webhooks
  using (done_at < now() - interval '30 days');

grant select on webhook, webhook_delivery to gift_webhooks;
grant update (status, attempts, next_at, lease, leased_until, last_at, last_status, last_error, done_at), delete
  on webhook_delivery to gift_webhooks;
grant select on flyway_schema_history to gift_webhooks;

-- How long the queue is, for the metrics of every replica.
create policy worker on webhook_delivery for select to gift_worker using (true);
grant select (status, next_at, queued_at, done_at) on webhook_delivery to gift_worker;
