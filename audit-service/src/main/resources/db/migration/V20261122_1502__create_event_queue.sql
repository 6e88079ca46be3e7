-- Events that have no leaf yet. A row comes in the transaction of its event and goes in that of its leaf.
create table event_queue (
  received bigint primary key,
  event_id uuid not null unique references event (id)
);

create function keep_events_queued_until_leaf() returns trigger language plpgsql as $$
begin
  if exists (
      select from gone where not exists (select from leaf where leaf.event_id = gone.event_id)) then
    raise 'an event leaves the queue only with its leaf';
  end if;
  return null;
end $$;

create trigger keep_events_queued_until_leaf after delete on event_queue
  referencing old table as gone for each statement execute function keep_events_queued_until_leaf();
