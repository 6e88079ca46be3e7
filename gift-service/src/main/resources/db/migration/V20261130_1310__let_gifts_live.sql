-- What a gift goes through once it is sent (GiftState says what may follow what), and when it can be
-- claimed no more. A gift replica of the version before sends gifts that never expire, and cannot read
-- one that has been viewed: links are made when no such replica is left (deploy/README.md).
alter table gift
  add column viewed_at    timestamptz,
  add column claimed_at   timestamptz,
  add column shipped_at   timestamptz,
  add column delivered_at timestamptz,
  add column declined_at  timestamptz,
  add column expired_at   timestamptz,
  add column expires_at   timestamptz check (expires_at > sent_at),
  drop constraint gift_state_check,
  drop constraint gift_check,
  add constraint state_is_one check (state in
    ('sent', 'viewed', 'claimed', 'shipped', 'delivered', 'declined', 'expired', 'cancelled')),
  add constraint times_tell_the_state check (
        (delivered_at is not null) = (state = 'delivered')
    and (shipped_at   is not null) = (state in ('shipped', 'delivered'))
    and (claimed_at   is not null) = (state in ('claimed', 'shipped', 'delivered'))
    and (declined_at  is not null) = (state = 'declined')
    and (expired_at   is not null) = (state = 'expired')
    and (cancelled_at is not null) = (state = 'cancelled')
    and (viewed_at    is not null or state in ('sent', 'expired', 'cancelled'))
    and (viewed_at    is null or state <> 'sent'));

grant update (viewed_at, claimed_at, shipped_at, delivered_at, declined_at, expired_at)
  on gift to gift;

-- What a gift holds has been spent.
alter table ledger_line
  drop constraint ledger_line_book_check,
  add constraint ledger_line_book_check
    check (book in ('funding', 'available', 'committed', 'spent')),
  add constraint spent_on_a_gift check (book <> 'spent' or gift_id is not null);

-- Which accounts have gifts whose time is over, for the worker: nothing else of a gift.
create index gift_due on gift (expires_at) where state in ('sent', 'viewed');

create policy worker on gift for select to gift_worker
  using (state in ('sent', 'viewed') and expires_at <= now());

grant select (account, environment, state, expires_at) on gift to gift_worker;
