-- What gifts of one occasion have in common: the budget, and what is true of each unless it says otherwise.
-- It belongs to the tenant of its budget. What it says to everybody names nobody, and lies here in the clear.
create table campaign (
  id            text        not null primary key,
  account       text        not null,
  sub_account   text        check (sub_account <> ''),
  environment   text        not null,
  name          text        not null check (char_length(name) between 1 and 100),
  budget_id     text        not null,
  currency      text        not null,
  amount        bigint      check (amount between 1 and 9000000000000000),
  message       text        check (char_length(message) between 1 and 500),
  lifetime_days integer     check (lifetime_days between 1 and 365),
  created_at    timestamptz not null,
  closed_at     timestamptz,
  unique (id, account, environment),
  foreign key (budget_id, account, environment, currency)
    references budget (id, account, environment, currency)
);

create index campaign_newest on campaign (account, environment, created_at desc, id desc);

alter table campaign enable row level security;
alter table campaign force row level security;
create policy tenant on campaign using (in_tenant(account, sub_account, environment));

grant select, insert, update (name, amount, message, lifetime_days, closed_at) on campaign to gift;

alter table gift
  add column campaign_id text,
  add constraint gift_of_a_campaign foreign key (campaign_id, account, environment)
    references campaign (id, account, environment);
