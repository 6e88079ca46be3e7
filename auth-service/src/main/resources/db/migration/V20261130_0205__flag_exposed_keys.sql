-- A key that others can read: since when, and where it was found. Nobody takes that back, and the key
-- that takes over from it is another.
alter table api_key
  add column exposed_at timestamptz,
  add column exposed_by text check (exposed_by in ('url', 'report')),
  add constraint exposed_by_something check ((exposed_at is null) = (exposed_by is null));

create function exposed_for_good() returns trigger language plpgsql as $$
begin
  if old.exposed_at is not null
    and (new.exposed_at, new.exposed_by) is distinct from (old.exposed_at, old.exposed_by) then
    raise exception 'an exposed key stays exposed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger exposed_for_good before update on api_key
  for each row execute function exposed_for_good();

grant update (exposed_at, exposed_by) on api_key to auth;
