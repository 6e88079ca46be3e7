-- A gift that is asked for before its time is `created`, with its money held, and becomes `sent` at
-- `send_at`. Lists go by when it was asked for. A gift replica of the version before cannot read one
-- that is created: none is asked for until no such replica is left (deploy/README.md).
alter table gift
  add column created_at timestamptz,
  add column send_at    timestamptz,
  alter column sent_at drop not null,
  add constraint waits_until_its_time check (
    (created_at is null) = (send_at is null) and (send_at is null or expires_at > send_at)),
  drop constraint state_is_one,
  add constraint state_is_one check (state in
    ('created', 'sent', 'viewed', 'claimed', 'shipped', 'delivered', 'declined', 'expired', 'cancelled')),
  drop constraint times_tell_the_state,
  add constraint times_tell_the_state check (
        (delivered_at is not null) = (state = 'delivered')
    and (shipped_at   is not null) = (state in ('shipped', 'delivered'))
    and (claimed_at   is not null) = (state in ('claimed', 'shipped', 'delivered'))
    and (declined_at  is not null) = (state = 'declined')
    and (expired_at   is not null) = (state = 'expired')
    and (cancelled_at is not null) = (state = 'cancelled')
    and (viewed_at    is not null or state in ('created', 'sent', 'expired', 'cancelled'))
    and (viewed_at    is null or state <> 'sent' and sent_at is not null)
    and (sent_at      is not null or state in ('created', 'expired', 'cancelled'))
    and (sent_at      is null or state <> 'created')
    and (created_at   is not null or sent_at is not null));

create index gift_begun on gift (account, environment, (coalesce(created_at, sent_at)) desc, id desc);
drop index gift_newest;

grant update (sent_at) on gift to gift;

-- For the worker, as before: whose gifts are due, for one thing or the other, and nothing of them.
create index gift_to_send on gift (send_at) where state = 'created';
create index gift_over on gift (expires_at) where state in ('created', 'sent', 'viewed');
drop index gift_due;

alter policy worker on gift
  using (state in ('created', 'sent', 'viewed') and expires_at <= now()
         or state = 'created' and send_at <= now());

grant select (send_at) on gift to gift_worker;
