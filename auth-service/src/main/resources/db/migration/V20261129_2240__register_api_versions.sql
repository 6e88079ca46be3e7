-- The versions of the API of gift and audit, and where each is between its first call and its last. Which
-- there are comes with a migration; how one ends is decided by operators, and never taken back.
create table api_version (
  id            text primary key check (id ~ '^v[1-9][0-9]?$'),
  state         text not null default 'active' check (state in ('active', 'deprecated', 'retired')),
  deprecated_at timestamptz,
  sunset_at     timestamptz,
  successor     text references api_version,
  retired_at    timestamptz,
  constraint ends_with_notice check (
    num_nulls(deprecated_at, sunset_at, successor) = case state when 'active' then 3 else 0 end),
  constraint retired_at_some_moment check ((state = 'retired') = (retired_at is not null)),
  constraint sunset_comes_after check (sunset_at > deprecated_at),
  constraint another_succeeds check (successor <> id)
);
insert into api_version (id) values ('v1'), ('v2');

create function versions_only_forward() returns trigger language plpgsql as $$
declare
  ways constant text[] := array['active', 'deprecated', 'retired'];
begin
  if array_position(ways, new.state) < array_position(ways, old.state)
    or (old.deprecated_at is not null
      and (new.deprecated_at, new.sunset_at, new.successor)
        is distinct from (old.deprecated_at, old.sunset_at, old.successor))
    or (old.retired_at is not null and new.retired_at is distinct from old.retired_at) then
    raise exception 'a version only goes forward' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger only_forward before update on api_version
  for each row execute function versions_only_forward();

grant select on api_version to auth;
grant update (state, deprecated_at, sunset_at, successor, retired_at) on api_version to auth;
