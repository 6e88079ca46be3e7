-- A recipient goes from clear to sealed to erased, and never back: what is sealed is not exchanged, its key
-- is only ever wrapped anew, and an erased row is as it is.
create function recipient_goes_one_way() returns trigger language plpgsql as $$
begin
  if old.erased_at is not null
     or new.erased_at is null
        and (new.kek is null
             or old.kek is not null
                and (new.sealed, new.email_index) is distinct from (old.sealed, old.email_index)) then
    raise exception 'recipient % goes from clear to sealed to erased', old.id
      using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger recipient_goes_one_way
  before update on recipient for each row execute function recipient_goes_one_way();

grant update (kek, wrapped_key, sealed, email_index, erased_at, name, email, phone, address_line1,
              address_line2, city, region, postal_code, country)
  on recipient to gift;
grant update (message, sealed_message) on gift to gift;
