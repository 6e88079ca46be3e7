-- What a key grants may shrink when a version retires. It never grows, and never becomes the empty list,
-- which would mean every version.
create function versions_only_narrow() returns trigger language plpgsql as $$
begin
  if new.versions is distinct from old.versions
    and (cardinality(old.versions) = 0 or cardinality(new.versions) = 0
      or not new.versions <@ old.versions) then
    raise exception 'what a key grants only narrows' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger versions_only_narrow before update on api_key
  for each row execute function versions_only_narrow();

grant update (versions) on api_key to auth;
