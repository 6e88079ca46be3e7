-- A key that is rotated names the one that takes over and ends when the overlap does: its end comes
-- nearer, which an auth of the version before keeps as well. Once, and nobody takes it back; the first
-- of a line is its root.
alter table api_key
  add column root        text references api_key,
  add column predecessor text unique references api_key,
  add column successor   text unique references api_key,
  add column rotated_at  timestamptz,
  add constraint of_a_line check ((root is null) = (predecessor is null)),
  add constraint rotated_to_one check ((successor is null) = (rotated_at is null));

create function rotated_once() returns trigger language plpgsql as $$
begin
  if new.expires_at > old.expires_at then
    raise exception 'the end of a key only comes nearer' using errcode = 'insufficient_privilege';
  end if;
  if old.successor is not null
    and (new.successor, new.rotated_at) is distinct from (old.successor, old.rotated_at) then
    raise exception 'a key is rotated once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger rotated_once before update on api_key
  for each row execute function rotated_once();

grant update (successor, rotated_at, expires_at) on api_key to auth;
