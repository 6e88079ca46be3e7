-- The application refuses to start on a schema older than itself; to see that, it reads the history.
grant select on flyway_schema_history to auth;
