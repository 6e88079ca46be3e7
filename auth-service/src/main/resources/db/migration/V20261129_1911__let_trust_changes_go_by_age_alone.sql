-- A change that is deleted while tokens of before it live would let them live on in every snapshot.
-- The application dates no change itself, and removes none that is younger than a day; the owner does,
-- after a restore, when it has ended every token.
create function only_by_age() returns trigger language plpgsql as $$
begin
  if old.changed_at > clock_timestamp() - interval '1 day'
    and not pg_has_role((select relowner from pg_class where oid = tg_relid), 'member') then
    raise exception 'a trust change is kept for a day' using errcode = 'insufficient_privilege';
  end if;
  return old;
end
$$;

create trigger only_by_age before delete on trust_change
  for each row execute function only_by_age();

revoke insert on trust_change from auth;
grant insert (number, subject, epoch, signing_key) on trust_change to auth;
