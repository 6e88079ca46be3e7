-- What a gift of the test environment rehearses, by its recipient's mailbox (Rehearsal), once it is sent.
-- No live gift does.
alter table gift
  add column rehearsal text check (rehearsal in ('claim-declined', 'delivery-failed')),
  add constraint rehearsal_is_a_test check (rehearsal is null or environment = 'test');

create index gift_rehearsal on gift (account)
  where rehearsal is not null and state in ('sent', 'viewed');

-- For the worker: whose gifts wait for their part, and nothing of them.
alter policy worker on gift
  using (state in ('created', 'sent', 'viewed') and expires_at <= now()
         or state = 'created' and send_at <= now()
         or state in ('sent', 'viewed') and rehearsal is not null);

grant select (rehearsal) on gift to gift_worker;
