-- With a code a client gets one certificate, and proves nothing else with it. That it was used is
-- written once, by the transaction that issues; a day after its end it is forgotten.
create table enrolment_code (
  id            text primary key check (id ~ '^[0-9A-Za-z]{12}$'),
  account       text not null,
  client        text not null,
  secret_sha256 bytea not null check (octet_length(secret_sha256) = 32),
  created_at    timestamptz not null,
  created_by    text not null,
  expires_at    timestamptz not null,
  used_at       timestamptz,
  serial        text unique references certificate,
  foreign key (account, client) references client (account, id),
  constraint a_day_at_most
    check (expires_at > created_at and expires_at <= created_at + interval '24 hours'),
  constraint used_for_a_certificate check ((used_at is null) = (serial is null))
);
create index enrolment_code_of_client on enrolment_code (account, client);

create function used_once() returns trigger language plpgsql as $$
begin
  if old.used_at is not null then
    raise exception 'a code is used once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger used_once before update on enrolment_code
  for each row execute function used_once();

grant select, insert, delete on enrolment_code to auth;
grant update (used_at, serial) on enrolment_code to auth;
