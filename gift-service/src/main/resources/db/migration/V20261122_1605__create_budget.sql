-- A wallet that gifts are paid from. What it holds changes by one conditional statement
-- (BudgetTable), and only together with a ledger line (create_ledger).
create table budget (
  id          text        not null primary key,
  account     text        not null check (account <> ''),
  sub_account text        check (sub_account <> ''),
  environment text        not null check (environment in ('live', 'test')),
  granted     bigint      not null check (granted between 1 and 1000000000000),
  available   bigint      not null check (available between 0 and granted),
  currency    text        not null check (currency ~ '^[A-Z]{3}$'),
  version     bigint      not null check (version >= 1),
  created_at  timestamptz not null,
  unique (id, account, environment, currency)
);

create index budget_newest on budget (account, environment, created_at desc, id desc);

alter table budget enable row level security;
alter table budget force row level security;
create policy tenant on budget using (in_tenant(account, sub_account, environment));

grant select, insert, update (available, version) on budget to gift;
