-- A record is kept for 24 hours at least: the database says so, whatever the worker asks for. Of a
-- record the worker sees its age alone.
create index idempotency_record_oldest on idempotency_record (created_at);

create policy worker on idempotency_record to gift_worker using (true) with check (false);
create policy kept_for_a_day on idempotency_record as restrictive to gift_worker
  using (created_at < now() - interval '24 hours');

grant select (created_at), delete on idempotency_record to gift_worker;
