-- Double entry: every movement is an entry of two lines that sum to 0, written once and never changed.
-- Books: `funding` is where a budget's money comes from, `available` is what the budget can still
-- spend, `committed` is what its gifts hold.
--
-- A line of `available` also carries the budget's version and balance after it. The lines of one
-- budget thus form a chain (each starts from the balance that the one before it left), and the
-- budget row must show the end of it: no statement can move a balance without a line that says why.
create table ledger_line (
  entry_id         text        not null,
  line             smallint    not null check (line in (1, 2)),
  account          text        not null,
  sub_account      text        check (sub_account <> ''),
  environment      text        not null,
  book             text        not null check (book in ('funding', 'available', 'committed')),
  budget_id        text        not null,
  gift_id          text,
  amount           bigint      not null check (amount <> 0),
  currency         text        not null,
  version          bigint      check (version >= 1),
  balance          bigint      check (balance >= 0),
  previous_version bigint      generated always as (nullif(version - 1, 0)) stored,
  previous_balance bigint      generated always as (case when version > 1 then balance - amount end) stored,
  recorded_at      timestamptz not null,
  primary key (entry_id, line),
  unique (budget_id, version),
  unique (budget_id, version, balance),
  check ((book = 'available') = (version is not null)),
  check ((version is null) = (balance is null)),
  check (version > 1 or balance = amount),
  check (book <> 'funding' or gift_id is null),
  check (book <> 'committed' or gift_id is not null),
  foreign key (budget_id, account, environment, currency)
    references budget (id, account, environment, currency) deferrable initially deferred,
  foreign key (gift_id, account, environment)
    references gift (id, account, environment) deferrable initially deferred,
  foreign key (budget_id, previous_version, previous_balance)
    references ledger_line (budget_id, version, balance)
);

alter table budget
  add constraint budget_shows_the_end_of_its_ledger
  foreign key (id, version, available)
  references ledger_line (budget_id, version, balance) deferrable initially deferred;

create function ledger_entry_sums_to_zero() returns trigger language plpgsql as $$
declare
  lines bigint;
  wallets bigint;
  total numeric;
begin
  select count(*), count(distinct (budget_id, currency)), sum(amount)
    into lines, wallets, total from ledger_line where entry_id = new.entry_id;
  if lines <> 2 or wallets <> 1 or total <> 0 then
    raise exception 'ledger entry % has % lines of % budgets that sum to %',
      new.entry_id, lines, wallets, total
      using errcode = 'check_violation';
  end if;
  return null;
end $$;

create constraint trigger ledger_entry_sums_to_zero
  after insert on ledger_line deferrable initially deferred
  for each row execute function ledger_entry_sums_to_zero();

alter table ledger_line enable row level security;
alter table ledger_line force row level security;
create policy tenant on ledger_line using (in_tenant(account, sub_account, environment));

grant select, insert on ledger_line to gift;
