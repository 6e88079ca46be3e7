-- A gift belongs to the tenant of the budget that pays for it. Foreign keys see past row-level
-- security, so they name the account and the environment as well.
create table gift (
  id           text        not null primary key,
  account      text        not null,
  sub_account  text        check (sub_account <> ''),
  environment  text        not null,
  budget_id    text        not null,
  recipient_id text        not null,
  amount       bigint      not null check (amount between 1 and 1000000000000),
  currency     text        not null,
  message      text        check (char_length(message) between 1 and 500),
  state        text        not null check (state in ('sent', 'cancelled')),
  sent_at      timestamptz not null,
  cancelled_at timestamptz check ((cancelled_at is not null) = (state = 'cancelled')),
  unique (id, account, environment),
  foreign key (budget_id, account, environment, currency)
    references budget (id, account, environment, currency),
  foreign key (recipient_id, account, environment)
    references recipient (id, account, environment)
);

create index gift_newest on gift (account, environment, sent_at desc, id desc);

alter table gift enable row level security;
alter table gift force row level security;
create policy tenant on gift using (in_tenant(account, sub_account, environment));

grant select, insert, update (state, cancelled_at) on gift to gift;
