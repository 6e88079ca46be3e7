-- What was written before this is a giftwarden.audit.v1.OldEvent, which audit still takes.
comment on column audit_outbox.event is 'the bytes giftwarden/event/v1 that the leaf commits to';
