-- The application adds and reads. It deletes from the queue alone, and updates nothing.
grant select, insert on event, tree_head, leaf, checkpoint to audit;
grant select, insert, delete on event_queue to audit;
grant select on flyway_schema_history to audit;
