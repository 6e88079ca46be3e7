-- A client that was revoked never comes back; an account that was suspended may. What a client may
-- call is narrowed by versions; null: every version there is.
alter table client
  add column revoked_at timestamptz,
  add column versions text[] check (cardinality(versions) > 0);
alter table account
  add column suspended_at timestamptz;

create trigger revoked_for_good before update on client
  for each row execute function revoked_for_good();

grant update (revoked_at, epoch, versions) on client to auth;
grant update (suspended_at, plan, mtls) on account to auth;
