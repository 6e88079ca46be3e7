-- What a key may spend can change, and never without ending the tokens that say otherwise.
create function limit_ends_tokens() returns trigger language plpgsql as $$
begin
  if (new.spend_amount, new.spend_currency, new.spend_period, new.spend_per_gift)
      is distinct from (old.spend_amount, old.spend_currency, old.spend_period, old.spend_per_gift)
    and new.epoch <= old.epoch then
    raise exception 'another limit takes another epoch' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger limit_ends_tokens before update on api_key
  for each row execute function limit_ends_tokens();

grant update (spend_amount, spend_currency, spend_period, spend_per_gift) on api_key to auth;
