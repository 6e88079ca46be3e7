-- The list that relying parties fetch is one for all replicas: whoever finds it due signs it, and the
-- first to write its number wins. `changed` counts what happened to partners' certificates; a list that
-- was made of less than that is due.
create table partner_crl (
  only_row    boolean primary key default true check (only_row),
  changed     bigint not null default 0,
  number      bigint not null default 0,
  made_of     bigint not null default 0,
  issuer      text,
  made_at     timestamptz,
  der         bytea check (octet_length(der) <= 67108864),
  constraint whole_or_none
    check ((der is null) = (made_at is null) and (der is null) = (issuer is null))
);
insert into partner_crl default values;

create function count_change_of_list() returns trigger language plpgsql as $$
begin
  update partner_crl set changed = changed + 1;
  return null;
end
$$;
create trigger count_change_of_list after insert on revoked_certificate
  for each row when (new.kind = 'partner') execute function count_change_of_list();

create function numbers_of_lists_only_forward() returns trigger language plpgsql as $$
begin
  if new.number < old.number or new.changed < old.changed then
    raise exception 'lists are numbered forward' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create trigger only_forward before update on partner_crl
  for each row execute function numbers_of_lists_only_forward();

grant select, update (changed, number, made_of, issuer, made_at, der) on partner_crl to auth;
