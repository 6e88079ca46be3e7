-- Where events of gifts are sent to: an endpoint of an account, or of a sub-account, in one environment. What
-- signs them lies here wrapped by a key that is mounted and never here (`kek` is its name); the secret before
-- the last rotation beside it, for as long as both sign. An endpoint of the account itself gets the events of
-- all its sub-accounts.
create table webhook (
  id              text        not null primary key check (id ~ '^whk_[0-9A-Za-z]{22}$'),
  account         text        not null check (account <> ''),
  sub_account     text        check (sub_account <> ''),
  environment     text        not null check (environment in ('live', 'test')),
  url             text        not null check (url like 'https://%' and char_length(url) <= 1000),
  events          text[]      not null check (cardinality(events) between 1 and 20),
  active          boolean     not null,
  kek             text        not null check (kek ~ '^kek-[1-9][0-9]{0,8}$'),
  secret          bytea       not null check (octet_length(secret) = 60),
  previous_secret bytea       check (octet_length(previous_secret) = 60),
  previous_until  timestamptz,
  created_at      timestamptz not null,
  check ((previous_secret is null) = (previous_until is null)),
  unique (id, account, environment)
);

create index webhook_newest on webhook (account, environment, created_at desc, id desc);
create index webhook_kek on webhook (kek, account, environment);

alter table webhook enable row level security;
alter table webhook force row level security;
create policy tenant on webhook using (in_tenant(account, sub_account, environment));

grant select, insert, delete,
      update (url, events, active, kek, secret, previous_secret, previous_until)
  on webhook to gift;

-- Under which keys secrets are, of all tenants.
create policy worker on webhook for select to gift_worker using (true);
grant select (account, environment, id, kek, secret) on webhook to gift_worker;
