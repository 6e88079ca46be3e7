-- What is over stays over: a key that was revoked, tokens that a raised epoch has ended, what the feed
-- has told. The application may write these columns, and nobody takes one of them back.
create function only_forward() returns trigger language plpgsql as $$
begin
  if new.epoch < old.epoch then
    raise exception 'an epoch only goes forward' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create function revoked_for_good() returns trigger language plpgsql as $$
begin
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    raise exception 'a revocation is final' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create function numbers_only_forward() returns trigger language plpgsql as $$
begin
  if new.number < old.number then
    raise exception 'the feed only goes forward' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger only_forward before update on account
  for each row execute function only_forward();
create trigger only_forward before update on client
  for each row execute function only_forward();
create trigger only_forward before update on api_key
  for each row execute function only_forward();
create trigger revoked_for_good before update on api_key
  for each row execute function revoked_for_good();
create trigger only_forward before update on trust_head
  for each row execute function numbers_only_forward();
