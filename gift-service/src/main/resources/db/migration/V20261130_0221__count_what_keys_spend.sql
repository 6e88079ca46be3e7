-- What the keys of one line (`root` and whatever took over from it) have spent in one period, by the
-- clock of gift: day, week from Monday and month of UTC, and one that never ends, begun at the epoch. How
-- much they may is in their tokens; it is decided and written by one statement (SpendingTable).
create table key_spending (
  account     text        not null check (account <> ''),
  environment text        not null check (environment in ('live', 'test')),
  root        text        not null check (root ~ '^[0-9A-Za-z]{12}$'),
  currency    text        not null check (currency ~ '^[A-Z]{3}$'),
  period      text        not null check (period in ('once', 'day', 'week', 'month')),
  started_at  timestamptz not null,
  spent       bigint      not null check (spent >= 0),
  primary key (account, environment, root, currency, period, started_at)
);

alter table key_spending enable row level security;
alter table key_spending force row level security;
create policy tenant on key_spending using (in_account(account, environment));

grant select, insert, update (spent) on key_spending to gift;

-- Which of them a gift was paid in, so that a cancelled one gives it back there. A gift replica of the
-- version before cancels without: its key has then spent more than it has, never less.
alter table gift
  add column spend_root       text,
  add column spend_period     text,
  add column spend_started_at timestamptz,
  add constraint charged_whole check (
    (spend_root is null) = (spend_period is null)
    and (spend_root is null) = (spend_started_at is null)),
  add constraint charged_to_a_period
    foreign key (account, environment, spend_root, currency, spend_period, spend_started_at)
    references key_spending (account, environment, root, currency, period, started_at)
    deferrable initially deferred;
