-- That somebody proposes to retire a version, and who confirmed it: another one, within a day.
create table version_retirement (
  id           uuid primary key,
  version      text not null references api_version,
  proposed_by  text not null,
  proposed_at  timestamptz not null,
  expires_at   timestamptz not null,
  confirmed_by text,
  confirmed_at timestamptz,
  constraint a_day_at_most check (expires_at <= proposed_at + interval '1 day'),
  constraint by_two check (confirmed_by <> proposed_by),
  constraint confirmed_in_time check (
    (confirmed_by is null) = (confirmed_at is null) and confirmed_at < expires_at)
);
create index version_retirement_of_version on version_retirement (version, proposed_at desc);

create function confirmed_once() returns trigger language plpgsql as $$
begin
  if old.confirmed_by is not null then
    raise exception 'a retirement is confirmed once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger confirmed_once before update on version_retirement
  for each row execute function confirmed_once();

grant select, insert on version_retirement to auth;
grant update (confirmed_by, confirmed_at) on version_retirement to auth;
