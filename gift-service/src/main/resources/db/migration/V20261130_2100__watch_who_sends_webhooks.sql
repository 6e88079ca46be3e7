-- Who sends webhooks listens nowhere, so that nobody can ask it whether it is there: it writes down when it last
-- looked at the queue, any of them, in one row.
create table webhook_sender (
  single  boolean     not null primary key default true check (single),
  seen_at timestamptz not null
);
insert into webhook_sender (seen_at) values (now());

grant select, update (seen_at) on webhook_sender to gift_webhooks;
grant select (seen_at) on webhook_sender to gift_worker;

-- What wakes somebody up is counted of the live environment, every few seconds, and is found without the rest.
grant select (environment) on webhook_delivery to gift_worker;
create index webhook_delivery_oldest on webhook_delivery (queued_at)
  where status = 'waiting' and environment = 'live';
create index webhook_delivery_dead on webhook_delivery (done_at)
  where status = 'dead' and environment = 'live';
