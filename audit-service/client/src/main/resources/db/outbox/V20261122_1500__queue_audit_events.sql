-- Events wait here from the transaction that made them until a checkpoint of the log includes them.
create table audit_outbox (
    position bigint generated always as identity primary key,
    event bytea not null -- a giftwarden.audit.v1.Event
);

-- Each service's application role has the name of its database, its worker that name and
-- `_worker`. The application can add and neither read nor take back; the worker can deliver and
-- neither add nor change (taking rows `for update` needs the right to update some column, and this
-- one is always generated).
grant insert on audit_outbox to "${flyway:database}";
grant select, delete, update (position) on audit_outbox to "${flyway:database}_worker";
