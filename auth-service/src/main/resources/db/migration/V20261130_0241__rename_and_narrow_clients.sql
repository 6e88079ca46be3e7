-- What a client is called and may do without a key can change; tokens say what it may do, so those of before
-- end with it, whoever writes.
create function scopes_end_tokens() returns trigger language plpgsql as $$
begin
  if new.scopes is distinct from old.scopes and new.epoch <= old.epoch then
    raise exception 'the epoch rises with other scopes' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger scopes_end_tokens before update on client
  for each row execute function scopes_end_tokens();

grant update (name, scopes) on client to auth;
