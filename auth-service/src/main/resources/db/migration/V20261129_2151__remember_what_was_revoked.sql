-- Certificates that are dead before their end, whoever issued them: partners', services', operators'.
-- A row is remembered until the certificate's own end has passed by a day, and never changes.
create table revoked_certificate (
  serial     text primary key check (serial ~ '^[1-9a-f][0-9a-f]{0,39}$'),
  kind       text not null check (kind in ('partner', 'service', 'operator')),
  holder     text not null,
  account    text references account,
  not_after  timestamptz not null,
  reason     text not null check (reason in ('unspecified', 'keyCompromise', 'cACompromise',
    'affiliationChanged', 'superseded', 'cessationOfOperation', 'privilegeWithdrawn')),
  revoked_at timestamptz not null,
  revoked_by text not null
);
create index revoked_certificate_by_end on revoked_certificate (not_after);

create function only_after_its_end() returns trigger language plpgsql as $$
begin
  if old.not_after > clock_timestamp() - interval '1 day'
    and not pg_has_role((select relowner from pg_class where oid = tg_relid), 'member') then
    raise exception 'a revocation is remembered until the certificate has ended'
      using errcode = 'insufficient_privilege';
  end if;
  return old;
end
$$;

create trigger only_after_its_end before delete on revoked_certificate
  for each row execute function only_after_its_end();

grant select, insert, delete on revoked_certificate to auth;
