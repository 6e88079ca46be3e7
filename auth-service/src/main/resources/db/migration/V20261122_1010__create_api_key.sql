-- A key is its id, the digest of its secret and what it may do. Of a key that exists only the end can
-- change: the application may update two columns and no others.
create table api_key (
  id               text primary key check (id ~ '^[0-9A-Za-z]{12}$'),
  account          text not null references account,
  environment      text not null check (environment in ('live', 'test')),
  name             text not null check (length(name) between 1 and 100),
  secret_sha256    bytea not null check (octet_length(secret_sha256) = 32),
  scopes           text[] not null,
  grantable_scopes text[] not null,
  sub_accounts     text[] not null,
  networks         text[] not null,
  versions         text[] not null,
  certificates     text[] not null,
  pii_reason       text check (length(pii_reason) between 1 and 500),
  not_before       timestamptz not null,
  expires_at       timestamptz not null,
  created_at       timestamptz not null,
  created_by       text not null,
  revoked_at       timestamptz,
  epoch            bigint not null default 1 check (epoch > 0),
  constraint expires_after_it_begins check (expires_at > not_before),
  constraint uses_none_of_what_it_grants check (not scopes && grantable_scopes)
);

create index api_key_of_account on api_key (account, created_at desc, id);

grant select, insert on api_key to auth;
grant update (revoked_at, epoch) on api_key to auth;
