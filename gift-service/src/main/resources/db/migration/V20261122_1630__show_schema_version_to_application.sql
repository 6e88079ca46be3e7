-- The service refuses to start on an old schema; to see that, it reads the history.
grant select on flyway_schema_history to gift;
