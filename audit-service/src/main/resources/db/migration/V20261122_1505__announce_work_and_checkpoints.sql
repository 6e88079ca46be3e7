-- Wakes the replicas that listen. An announcement may be lost; nothing depends on it but speed.
create function announce_on_audit_log() returns trigger language plpgsql as $$
begin
  perform pg_notify('audit_log', '');
  return null;
end $$;

create trigger announce_queued_events after insert on event_queue
  for each statement execute function announce_on_audit_log();

create trigger announce_checkpoint after insert on checkpoint
  for each statement execute function announce_on_audit_log();
